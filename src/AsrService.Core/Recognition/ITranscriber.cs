using AsrService.Core.Transcripts;

namespace AsrService.Core.Recognition;

/// <summary>Turns samples into text.</summary>
public interface ITranscriber
{
    /// <summary>Recognises a whole recording.</summary>
    /// <param name="audio">Read to its end.</param>
    /// <param name="options">What the request asks for.</param>
    /// <param name="onProgress">Called when more of the recording is done.</param>
    /// <param name="cancellationToken">Stops recognition natively, within a second.</param>
    /// <exception cref="AudioException">The audio turned out to be damaged, or the options ask for what no model here can do.</exception>
    Task<Transcript> TranscribeAsync(IDecodedAudio audio, TranscriptionOptions options, Func<TranscriptionProgress, Task> onProgress, CancellationToken cancellationToken);
}
