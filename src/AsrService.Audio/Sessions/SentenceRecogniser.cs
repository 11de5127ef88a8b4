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
    private const int MaxContext = 5 * IDecodedAudio.SampleRate;

    /// <summary>Path of the voice activity detector's model.</summary>
    public string VadPath => models.VadPath;

    /// <summary>As much of a sentence as helps to understand the next one.</summary>
    public static SpeechWindow ContextOf(SpeechWindow sentence) => EndOf(sentence, MaxContext);

    /// <summary>Recognises a sentence, or what there is of it. Times count from the session's start.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="before">The sentence before it: a few words are understood much better by those before them.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="language">The language, where it is known from before.</param>
    /// <param name="isFinal">Otherwise one pass must do, and those that are final go before.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Transcript> RecogniseAsync(
        SpeechWindow sentence, SpeechWindow? before, TranscriptionOptions options, string? language, bool isFinal, CancellationToken cancellationToken)
    {
        if (isFinal)
            return await DecodeAsync(sentence, before, options, language, once: false, cancellationToken);

        await threads.Passing.WaitAsync(cancellationToken);
        try
        {
            return await DecodeAsync(sentence, before, options, language, once: true, cancellationToken);
        }
        finally
        {
            threads.Passing.Release();
        }
    }

    private async Task<Transcript> DecodeAsync(
        SpeechWindow sentence, SpeechWindow? before, TranscriptionOptions asked, string? known, bool once, CancellationToken cancellationToken)
    {
        var options = asked with { WordTimestamps = true };
        using var lease = await models.RentAsync(options.Model, alignsTokens: true, cancellationToken);
        var (language, probability) = (known ?? DecodingSetup.Given(options, lease.Model), (double?)null);
        if (language is null)
            (language, probability) = await DecodingSetup.DetectAsync(lease.Model, sentence, threads.Pool, settings.Value.EffectiveThreads, cancellationToken);

        var window = WithContext(sentence, before);
        var transcript = new TranscriptBuilder(lease.Model.Factory, language, options, new SpokenAfter(lease.Model.Factory, sentence.Times.Index(0)));
        var decoder = new FallbackDecoder(lease.Model, DecodingSetup.Of(options, language, lease.Model, settings.Value.EffectiveThreads), once);
        var recognition = new RecordingRecognition(threads.Pool, decoder, transcript, _ => Task.CompletedTask);
        await recognition.AddAsync(window, cancellationToken);
        await recognition.FinishAsync(cancellationToken);
        return chinese.Convert(transcript.Build(probability, window.Times.End));
    }

    // No more than costs nothing, as the encoder looks at 10 or 30 s in any case.
    private static SpeechWindow WithContext(SpeechWindow sentence, SpeechWindow? before)
    {
        var room = Math.Min(EncoderContext.Room(sentence.Samples.Length), MaxContext);
        return before is null || room < SpeechWindow.FrameSamples ? sentence : sentence.After(EndOf(before, room));
    }

    private static SpeechWindow EndOf(SpeechWindow window, int samples) =>
        window.From(Math.Max(0, window.Samples.Length - samples + SpeechWindow.FrameSamples - 1));
}
