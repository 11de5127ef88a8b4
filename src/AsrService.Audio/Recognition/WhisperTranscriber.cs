using AsrService.Audio.Models;
using AsrService.Audio.Segmentation;
using AsrService.Audio.Text;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using Microsoft.Extensions.Options;

namespace AsrService.Audio.Recognition;

/// <summary>
/// Finds the speech of a recording, packs it into windows of at most 30 s, and decodes them side by side on whatever
/// threads are free; the transcript is the same on one thread as on many.
/// </summary>
internal sealed class WhisperTranscriber(ModelHost models, ComputePool pool, ChineseScriptConverter chinese, IOptions<RecognitionOptions> settings)
    : ITranscriber
{
    // Where nobody speaks there is nothing to detect a language from; this is the first of whisper.cpp's table.
    private const string LanguageOfSilence = "en";

    public async Task<Transcript> TranscribeAsync(
        IDecodedAudio audio, TranscriptionOptions options, Func<TranscriptionProgress, Task> onProgress, CancellationToken cancellationToken)
    {
        using var lease = await models.RentAsync(options.Model, options.WordTimestamps == true, cancellationToken);
        var language = DecodingSetup.Given(options, lease.Model);
        using var reader = new RecordingReader(audio, models.VadPath, keepsAll: options.Vad == false);

        // Windows that run when something fails are of no more use.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var (transcript, probability) = ((TranscriptBuilder?)null, (double?)null);
            var recognition = (RecordingRecognition?)null;
            await foreach (var window in reader.ReadAsync(pool, stop.Token))
            {
                if (language is null)
                    (language, probability) = await DecodingSetup.DetectAsync(lease.Model, window, pool, settings.Value.EffectiveThreads, stop.Token);
                transcript ??= new TranscriptBuilder(lease.Model.Factory, language, options);
                recognition ??= new RecordingRecognition(
                    pool, new FallbackDecoder(lease.Model, DecodingSetup.Of(options, language, lease.Model, settings.Value.EffectiveThreads)), transcript, seconds => ReportAsync(seconds, transcript.TextSoFar()));
                await recognition.AddAsync(window, stop.Token);
            }

            if (recognition is null)
                return new Transcript("", language ?? LanguageOfSilence, reader.SecondsRead, []);

            await recognition.FinishAsync(stop.Token);
            return chinese.Convert(transcript!.Build(probability, reader.SecondsRead));
        }
        finally
        {
            await stop.CancelAsync();
        }

        Task ReportAsync(double seconds, string text) =>
            onProgress(new(Math.Min(0.99, seconds / (audio.AnnouncedSeconds ?? double.PositiveInfinity)), chinese.Convert(text)));
    }
}
