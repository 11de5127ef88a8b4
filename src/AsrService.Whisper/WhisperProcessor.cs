using AsrService.Whisper.Native;

namespace AsrService.Whisper;

/// <summary>
/// Decodes audio, one window of at most 30 s at a time, with working memory of its own. Not thread-safe: use one
/// processor for each thread. Windows are independent of each other, except that sampling (above temperature 0) and
/// beam search draw random numbers, whose sequence goes on from window to window.
/// </summary>
public sealed class WhisperProcessor : IDisposable
{
    /// <summary>Samples per second: 16,000.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Most samples of a window: 480,000, the 30 s that the encoder sees.</summary>
    public const int MaxSamples = 30 * SampleRate;

    /// <summary>
    /// Fewest samples that whisper.cpp decodes: 1,800, as it wants 11 frames and counts 1 + (samples - 200) / 160.
    /// </summary>
    public const int MinSamples = 1_800;

    /// <summary>Samples of one position of the encoder: 320, 20 ms.</summary>
    public const int SamplesPerPosition = SampleRate / 50;

    private readonly WhisperFactory _factory;
    private readonly WhisperOptions _options;
    private readonly StateHandle _state;
    private int _busy;

    internal WhisperProcessor(WhisperFactory factory, WhisperOptions options)
    {
        _factory = factory;
        _options = options;
        _state = StateHandle.Create(factory.Context);
    }

    /// <summary>For tests: called each time whisper.cpp asks whether to abort, with 1 (after the encoder), 2, …</summary>
    internal Action<int>? AbortPolled { get; set; }

    /// <summary>Decodes one window with the options given to the builder.</summary>
    /// <inheritdoc cref="Process(ReadOnlySpan{float}, WhisperOptions, CancellationToken)"/>
    public WhisperResult Process(ReadOnlySpan<float> samples, CancellationToken ct = default) => Process(samples, _options, ct);

    /// <summary>
    /// Decodes one window at one temperature: there is no fallback to others, and no second window; see
    /// <see cref="WhisperResult.DecodedUntil"/> for where to go on.
    /// </summary>
    /// <param name="samples">
    /// Float32 mono at 16 kHz, in [-1, 1], at most <see cref="MaxSamples"/>. Fewer than <see cref="MinSamples"/> give an
    /// empty result. A sample that is not finite, or beyond ±32,768, counts as 0.
    /// </param>
    /// <param name="options">Options for this call instead of the builder's.</param>
    /// <param name="ct">
    /// Cancels. whisper.cpp asks after each run of the encoder and each token, so it takes one run of the encoder at
    /// worst: with tiny half a second, with large models many; and one more while the language is detected.
    /// </param>
    /// <exception cref="ArgumentException">Too many samples (for the audio context), or an option out of its range.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the processor.</exception>
    /// <exception cref="ObjectDisposedException">The processor was disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the processor can be used again.</exception>
    /// <exception cref="WhisperException">whisper.cpp failed. Only after code -7 the processor is of no more use.</exception>
    public WhisperResult Process(ReadOnlySpan<float> samples, WhisperOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check(_factory);
        CheckLength(samples);
        CheckContext(samples, options.AudioContext);
        using var turn = new Turn(this);
        ct.ThrowIfCancellationRequested();
        var known = options.DetectsLanguage ? (_factory.IsMultilingual ? null : "en") : options.Language;
        if (samples.Length < MinSamples)
            return new WhisperResult { Language = known, DecodedUntil = samples.Length / (double)SampleRate };

        var decoder = new WindowDecoder(_factory, _state);
        float? noSpeech = null;
        if (known is null)
        {
            decoder.ComputeMel(samples, options.Threads);
            known = decoder.DetectLanguage(options.Threads).Language;
            noSpeech = decoder.NoSpeech();
        }

        var call = new WindowCall(AbortPolled, ct);
        decoder.Decode(options, known, samples, call);
        if (call.Cancelled)
            throw new OperationCanceledException(ct);
        noSpeech ??= decoder.DecodeNoSpeech(options.Threads);
        return Read(samples.Length / (double)SampleRate, options, known, call, noSpeech.Value);
    }

    /// <summary>Detects the language of at most 30 s of speech.</summary>
    /// <param name="samples">
    /// As for <see cref="Process(ReadOnlySpan{float}, CancellationToken)"/>, but at least <see cref="MinSamples"/>.
    /// </param>
    /// <param name="threads">Threads that compute, 1 to 512.</param>
    /// <returns>
    /// The likeliest of <see cref="WhisperFactory.Languages"/> and its probability among them (0 to 1); English-only models
    /// always give English with 1.
    /// </returns>
    /// <exception cref="ArgumentException">Too few or too many samples, or threads out of range.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the processor.</exception>
    /// <exception cref="ObjectDisposedException">The processor was disposed.</exception>
    /// <exception cref="WhisperException">whisper.cpp failed.</exception>
    public (string Language, float Probability) DetectLanguage(ReadOnlySpan<float> samples, int threads)
    {
        (_options with { Threads = threads }).Check(_factory);
        CheckLength(samples);
        if (samples.Length < MinSamples)
        {
            throw new ArgumentException(
                $"{samples.Length} samples are too few to detect a language from; {MinSamples} are needed.", nameof(samples));
        }

        using var turn = new Turn(this);
        if (!_factory.IsMultilingual)
            return ("en", 1);
        var decoder = new WindowDecoder(_factory, _state);
        decoder.ComputeMel(samples, threads);
        return decoder.DetectLanguage(threads);
    }

    /// <summary>Frees the working memory, after a call in progress has finished.</summary>
    public void Dispose() => _state.Dispose();

    private static void CheckLength(ReadOnlySpan<float> samples)
    {
        if (samples.Length > MaxSamples)
            throw new ArgumentException($"{samples.Length} samples are more than a window's {MaxSamples}.", nameof(samples));
    }

    // Samples beyond it would be ignored, or with aligned tokens end the process.
    private static void CheckContext(ReadOnlySpan<float> samples, int positions)
    {
        if (positions > 0 && samples.Length > positions * SamplesPerPosition)
            throw new ArgumentException($"{samples.Length} samples are more than {positions} positions hold.", nameof(samples));
    }

    private WhisperResult Read(double duration, WhisperOptions options, string language, WindowCall call, float noSpeech)
    {
        var segments = WindowResult.ReadSegments(_factory, _state, duration);
        var tokens = segments.SelectMany(segment => segment.Tokens).ToList();
        var average = tokens.Count == 0 ? 0 : tokens.Average(token => token.LogProbability);
        // openai-whisper's rule (transcribe.py, should_skip).
        var silent = noSpeech > options.NoSpeechThreshold && average < options.LogProbabilityThreshold;
        return new WhisperResult
        {
            Language = language,
            Segments = silent ? [] : segments,
            NoSpeechProbability = noSpeech,
            AverageLogProbability = average,
            HasTimestamps = tokens.Exists(token => token.Id > _factory.TimestampBegin),
            DecodedUntil = silent
                ? duration
                : WindowResult.DecodedUntil(call, segments, WhisperNative.MelFrames(_state), duration),
        };
    }

    /// <summary>Admits one thread at a time and keeps the native objects alive until it has finished.</summary>
    private readonly ref struct Turn
    {
        private readonly WhisperProcessor _processor;

        internal Turn(WhisperProcessor processor)
        {
            if (Interlocked.Exchange(ref processor._busy, 1) != 0)
                throw new InvalidOperationException("A WhisperProcessor serves one thread at a time; build one for each.");
            _processor = processor;
            var added = false;
            try
            {
                processor._state.DangerousAddRef(ref added);
            }
            finally
            {
                if (!added)
                    Volatile.Write(ref processor._busy, 0);
            }
        }

        public void Dispose()
        {
            _processor._state.DangerousRelease();
            Volatile.Write(ref _processor._busy, 0);
        }
    }
}
