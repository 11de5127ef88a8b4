using AsrService.Core.Recognition;

namespace AsrService.Core.Sessions;

/// <summary>Makes what listens to sessions.</summary>
public interface ISpeechListeners
{
    /// <summary>Listens to a session from a position on.</summary>
    /// <param name="options">What is asked of the recognition; complete.</param>
    /// <param name="position">Where to begin.</param>
    /// <param name="language">The language spoken, where it is known from before.</param>
    ISpeechListener Listen(TranscriptionOptions options, SessionPosition position, string? language);

    /// <summary>Reads the chunks of a session from its first one on.</summary>
    /// <param name="sampleRate">Samples per second of chunks without a header: 8000 or 16000.</param>
    IChunkReader Read(int sampleRate);
}
