using AsrService.Core.Recognition;

namespace AsrService.Core.Sessions;

/// <summary>A worker's right to recognise a session, for <see cref="Duration"/> from its last renewal.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="FencingToken">Grows with every holder; what is written with an older one is refused.</param>
/// <param name="Options">What is asked of the recognition.</param>
/// <param name="Position">Where to go on; a rate and no more when nothing is final yet.</param>
/// <param name="Sentences">How many sentences are final.</param>
/// <param name="Language">The language of the last of them that had text.</param>
public sealed record SessionLease(Guid SessionId, long FencingToken, TranscriptionOptions Options, SessionPosition Position, int Sentences, string? Language)
{
    /// <summary>How long a worker may be silent before another one goes on.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    /// <summary>How often it renews.</summary>
    public static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(1);
}
