using AsrService.Audio.Models;
using AsrService.Audio.Recognition;
using AsrService.Audio.Segmentation;
using AsrService.Audio.Text;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using Microsoft.Extensions.Options;

namespace AsrService.Audio.Sessions;

/// <summary>Recognises sentences of sessions, with the times of their words.</summary>
internal sealed class SentenceRecogniser(ModelHost models, SessionThreads threads, ChineseScriptConverter chinese, IOptions<RecognitionOptions> settings)
{
    /// <summary>Path of the voice activity detector's model.</summary>
    public string VadPath => models.VadPath;

    /// <summary>Recognises a sentence, or what there is of it. Times count from the session's start.</summary>
    /// <param name="window">The sentence.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="language">The language, where it is known from before.</param>
    /// <param name="isFinal">Otherwise one pass must do, words have the times of their tokens, and those that are final go before.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Transcript> RecogniseAsync(
        SpeechWindow window, TranscriptionOptions options, string? language, bool isFinal, CancellationToken cancellationToken)
    {
        if (isFinal)
            return await DecodeAsync(window, options, language, once: false, cancellationToken);

        await threads.Passing.WaitAsync(cancellationToken);
        try
        {
            return await DecodeAsync(window, options, language, once: true, cancellationToken);
        }
        finally
        {
            threads.Passing.Release();
        }
    }

    private async Task<Transcript> DecodeAsync(
        SpeechWindow window, TranscriptionOptions asked, string? known, bool once, CancellationToken cancellationToken)
    {
        var options = asked with { WordTimestamps = true };
        using var lease = await models.RentAsync(options.Model, alignsTokens: !once, cancellationToken);
        var (language, probability) = (known ?? DecodingSetup.Given(options, lease.Model), (double?)null);
        if (language is null)
            (language, probability) = await DecodingSetup.DetectAsync(lease.Model, window, threads.Pool, settings.Value.EffectiveThreads, cancellationToken);

        var transcript = new TranscriptBuilder(lease.Model.Factory, language, options);
        var decoder = new FallbackDecoder(lease.Model, DecodingSetup.Of(options, language, lease.Model, settings.Value.EffectiveThreads), once);
        var recognition = new RecordingRecognition(threads.Pool, decoder, transcript, _ => Task.CompletedTask);
        await recognition.AddAsync(window, cancellationToken);
        await recognition.FinishAsync(cancellationToken);
        return chinese.Convert(transcript.Build(probability, window.Times.End));
    }
}
