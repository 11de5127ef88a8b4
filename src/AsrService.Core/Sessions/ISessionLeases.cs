using AsrService.Core.Transcripts;

namespace AsrService.Core.Sessions;

/// <summary>What workers read and write of sessions. Every write carries the lease's fencing token and is refused when it is outdated.</summary>
public interface ISessionLeases
{
    /// <summary>Takes open sessions that have audio which nobody recognises.</summary>
    Task<IReadOnlyList<SessionLease>> TakeAsync(int atMost, string node, CancellationToken cancellationToken);

    /// <summary>Holds the leases for another <see cref="SessionLease.Duration"/>. Returns those that were lost.</summary>
    Task<IReadOnlyList<SessionLease>> RenewAsync(IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken);

    /// <summary>The next chunks, some 10 s of them; null when the lease is lost.</summary>
    Task<SessionAudio?> ReadAsync(SessionLease lease, int fromAudioId, CancellationToken cancellationToken);

    /// <summary>Shows what the growing sentence says so far. False when the lease is lost.</summary>
    Task<bool> ShowAsync(SessionLease lease, SessionText growing, CancellationToken cancellationToken);

    /// <summary>Keeps a sentence for good, if it has text. False when the lease is lost.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="number">The sentence's number, from 1.</param>
    /// <param name="sentence">What was said; times count from the session's start.</param>
    /// <param name="next">Where the next sentence can begin.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    Task<bool> EndSentenceAsync(SessionLease lease, int number, Transcript sentence, SessionPosition next, CancellationToken cancellationToken);

    /// <summary>Gives the session back, unless more has come than was read.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="readTo">The last chunk that was read: nobody takes the session before the next one comes. Null: another worker is to go on at once.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>False when more has come.</returns>
    Task<bool> ReleaseAsync(SessionLease lease, int? readTo, CancellationToken cancellationToken);

    /// <summary>Ends all following of a session; from here on only its job reads it.</summary>
    /// <returns>A lease that nobody else has, and the sentences that are final.</returns>
    Task<(SessionLease Lease, IReadOnlyList<Transcript> Sentences)> EndAsync(Guid sessionId, CancellationToken cancellationToken);
}
