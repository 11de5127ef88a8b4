using AsrService.Audio.Models;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using AsrService.Whisper;
using Microsoft.Extensions.Options;

namespace AsrService.Audio.Recognition;

/// <summary>
/// Recognises a recording window by window, as openai-whisper's <c>transcribe</c> does: each window of 30 s starts where
/// the last complete phrase of the one before it ended.
/// </summary>
internal sealed class WhisperTranscriber(ModelHost model, IOptions<RecognitionOptions> options) : ITranscriber
{
    private const int SampleRate = WhisperProcessor.SampleRate;

    // What a window heard but left behind its last phrase is an echo; decoded alone, less than a second of it invents words.
    private const int MaxEcho = SampleRate;

    public async Task<Transcript> TranscribeAsync(
        IDecodedAudio audio, TranscriptionOptions request, Func<double, Task> onProgress, CancellationToken cancellationToken)
    {
        // New for each recording: whisper.cpp's samplers go on from where they were, and a result must not depend on what
        // the same state recognised before.
        using var processor = model.Factory.CreateBuilder().Build();
        return await TranscribeAsync(processor, audio, onProgress, cancellationToken);
    }

    private async Task<Transcript> TranscribeAsync(
        WhisperProcessor processor, IDecodedAudio audio, Func<double, Task> onProgress, CancellationToken cancellationToken)
    {
        var reader = new WindowReader(audio);
        await reader.MoveAsync(0, cancellationToken);
        var language = await LanguageAsync(processor, reader.Samples, cancellationToken);
        var decoder = new FallbackDecoder(processor, new WhisperOptions { Language = language, Threads = options.Value.EffectiveThreads });
        var transcript = new TranscriptBuilder(model.Factory.TimestampBegin, model.Factory.EndOfText);

        var progress = 0.0;
        bool isDone;
        do
        {
            var sawAll = reader.AtEnd;
            var window = await BackgroundThread.RunAsync(() => decoder.Decode(reader.Samples.Span, cancellationToken));
            transcript.Add(reader.Position, window);
            await reader.MoveAsync(Advance(window, reader.Samples.Length), cancellationToken);

            // Also where the length is unknown: it is how a worker learns that its job was deleted.
            progress = reader.TotalSeconds is { } total ? Math.Min(0.99, reader.Position / (double)SampleRate / total) : progress;
            await onProgress(progress);
            isDone = reader.Samples.Length <= (sawAll ? MaxEcho : 0);
        }
        while (!isDone);

        return transcript.Build(language, reader.TotalSeconds ?? 0);
    }

    private async Task<string> LanguageAsync(WhisperProcessor processor, ReadOnlyMemory<float> samples, CancellationToken cancellationToken)
    {
        if (options.Value.Language != WhisperOptions.AutoLanguage)
            return options.Value.Language;

        // The detector wants a tenth of a second at least; the encoder pads with silence in any case.
        var heard = samples.Length >= WhisperProcessor.MinSamples ? samples : Padded(samples);
        cancellationToken.ThrowIfCancellationRequested();
        return (await BackgroundThread.RunAsync(() => processor.DetectLanguage(heard.Span, options.Value.EffectiveThreads))).Language;
    }

    private static ReadOnlyMemory<float> Padded(ReadOnlyMemory<float> samples)
    {
        var padded = new float[WhisperProcessor.MinSamples];
        samples.CopyTo(padded);
        return padded;
    }

    private static int Advance(DecodedWindow window, int length) =>
        Math.Clamp((int)(window.Result.DecodedUntil * SampleRate), 1, length);
}
