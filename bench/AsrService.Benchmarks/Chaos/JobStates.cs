namespace AsrService.Benchmarks.Chaos;

/// <summary>What the words in <c>jobs.state</c> mean.</summary>
internal static class JobStates
{
    /// <summary>The transcript is there.</summary>
    public const string Done = "done";

    /// <summary>The recording or the server was at fault.</summary>
    public const string Failed = "failed";

    /// <summary>It took its worker with it too often.</summary>
    public const string Quarantined = "quarantined";

    /// <summary>Whether nothing more will happen to the job.</summary>
    public static bool IsEnd(string state) => state is Done or Failed or Quarantined or "cancelled";

    /// <summary>Whether a worker has it.</summary>
    public static bool IsRunning(string state) => state is "fetching" or "transcribing";
}
