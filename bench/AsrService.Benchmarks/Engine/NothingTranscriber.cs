using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;

namespace AsrService.Benchmarks.Engine;

/// <summary>Hears the same words in every recording, at once.</summary>
internal sealed class NothingTranscriber : ITranscriber
{
    private static readonly Transcript Same = new(
        "And so, my fellow Americans.", "en", 1, [new TranscriptSegment(0, 0, 0, 1, " And so, my fellow Americans.", [50364, 400, 370, 11, 452, 7177, 6280, 13], 0, -0.26, 0.8, 0.02)]);

    public Task<Transcript> TranscribeAsync(
        IDecodedAudio audio, TranscriptionOptions options, Func<TranscriptionProgress, Task> onProgress, CancellationToken cancellationToken) => Task.FromResult(Same);
}
