using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;

namespace AsrService.Core.Sessions;

/// <summary>Makes one recording, and one transcript, of a closed session.</summary>
public interface ISessionRecorder
{
    /// <summary>Stores the session's chunks as one recording.</summary>
    /// <exception cref="AudioException">One of them cannot be decoded.</exception>
    Task<StoredAudio> StoreAsync(Guid sessionId, CancellationToken cancellationToken);

    /// <summary>Recognises what is left of the session, and puts its sentences together.</summary>
    /// <param name="sessionId">The session, which was recognised while the user spoke.</param>
    /// <param name="audio">The recording that <see cref="StoreAsync"/> made, from its beginning.</param>
    /// <param name="options">What is asked of the recognition; complete.</param>
    /// <param name="cancellationToken">Stops recognition.</param>
    Task<Transcript> TranscribeAsync(Guid sessionId, IDecodedAudio audio, TranscriptionOptions options, CancellationToken cancellationToken);
}
