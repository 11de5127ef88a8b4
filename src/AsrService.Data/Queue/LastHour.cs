namespace AsrService.Data.Queue;

/// <summary>What ended in the last hour.</summary>
/// <param name="Done">Jobs with a transcript.</param>
/// <param name="Failed">Jobs that failed or are quarantined.</param>
/// <param name="Cancelled">Jobs that somebody cancelled.</param>
/// <param name="AudioSeconds">How long the recordings are that were transcribed.</param>
/// <param name="WorkSeconds">How long the last attempts at them took, one after the other.</param>
/// <param name="WaitSeconds">How long they waited, on average; null when there were none.</param>
public sealed record LastHour(int Done, int Failed, int Cancelled, double AudioSeconds, double WorkSeconds, double? WaitSeconds)
{
    /// <summary>Seconds of work for a second of audio; null when there was none.</summary>
    public double? RealTimeFactor => AudioSeconds > 0 ? WorkSeconds / AudioSeconds : null;
}
