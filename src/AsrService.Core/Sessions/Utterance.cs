namespace AsrService.Core.Sessions;

/// <summary>A sentence, or as much of it as has been heard.</summary>
/// <param name="From">Its first sample, from the session's start.</param>
/// <param name="To">The sample after its last one.</param>
/// <param name="HasEnded">Whether nothing is added to it any more.</param>
/// <param name="IsPausing">Whether the speaker pauses: unless he goes on, this is the whole sentence.</param>
public sealed record Utterance(long From, long To, bool HasEnded, bool IsPausing)
{
    /// <summary>Whether both are the same piece of audio.</summary>
    public bool IsAsLongAs(Utterance other) => From == other.From && To == other.To;
}
