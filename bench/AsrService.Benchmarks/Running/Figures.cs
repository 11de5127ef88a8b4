namespace AsrService.Benchmarks.Running;

/// <summary>What this run has measured, in order.</summary>
internal sealed class Figures
{
    /// <summary>Stands where nothing was aimed at.</summary>
    public const string NoTarget = "–";

    private readonly List<Figure> noted = [];

    /// <summary>All of it.</summary>
    public IReadOnlyList<Figure> Noted => noted;

    /// <summary>What is being run, as one would type it.</summary>
    public string Command { get; set; } = "";

    /// <summary>Adds one.</summary>
    public void Note(string what, string seen, string target = NoTarget) => noted.Add(new Figure(Command, what, seen, target));
}
