namespace AsrService.Data.Model;

/// <summary>A row of <c>client_usage</c>: the audio that a client had transcribed on a day. It outlives the jobs.</summary>
internal sealed class ClientUsageRow
{
    public required string Client { get; init; }

    /// <summary>A day of UTC.</summary>
    public required DateOnly Day { get; init; }

    public required double AudioSeconds { get; init; }
}
