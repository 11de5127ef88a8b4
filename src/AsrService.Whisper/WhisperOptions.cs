namespace AsrService.Whisper;

/// <summary>How one window is decoded. The defaults are openai-whisper's, decoding greedily, at temperature 0.</summary>
public sealed record WhisperOptions
{
    /// <summary>The value of <see cref="Language"/> that has the model detect the language.</summary>
    public const string AutoLanguage = "auto";

    /// <summary>Most sequences that whisper.cpp decodes side by side.</summary>
    public const int MostDecoders = 8;

    // ggml aborts the process above GGML_MAX_N_THREADS.
    internal const int MostThreads = 512;

    /// <summary>
    /// The language spoken, as a code of <see cref="WhisperFactory.Languages"/>, or "auto". Detection costs a second run
    /// of the encoder, so detect once and pass the code on. Defaults to "auto".
    /// </summary>
    public string Language { get; init; } = AutoLanguage;

    /// <summary>Whether to translate into English. English-only models ignore it. Defaults to false.</summary>
    public bool Translate { get; init; }

    /// <summary>Threads that compute, 1 to 512. Defaults to the number of processors, at most 4, as in whisper.cpp.</summary>
    public int Threads { get; init; } = Math.Min(4, Environment.ProcessorCount);

    /// <summary>
    /// 0 takes the likeliest token each time; up to 1 samples, the higher the freer. Below 0.001 counts as 0.
    /// Defaults to 0.
    /// </summary>
    public float Temperature { get; init; }

    /// <summary>Sequences to sample, of which the best is kept; 1 to 8, used above temperature 0 only. Defaults to 5.</summary>
    public int BestOf { get; init; } = 5;

    /// <summary>Beams at temperature 0, at most 8; 1 or less decodes greedily. Defaults to 1.</summary>
    public int BeamSize { get; init; } = 1;

    /// <summary>
    /// Tokens of the text before this window, oldest first. whisper.cpp takes the last 223, and none at temperature 0.5
    /// or more. Defaults to none.
    /// </summary>
    public IReadOnlyList<int> PromptTokens { get; init; } = [];

    /// <summary>
    /// A window above this probability of silence (0 to 1) whose tokens are also unlikely (see
    /// <see cref="LogProbabilityThreshold"/>) yields no segments; 1 keeps every window. Defaults to 0.6.
    /// </summary>
    public float NoSpeechThreshold { get; init; } = 0.6f;

    /// <summary>
    /// Mean log probability (at most 0) that tokens must reach to be believed in spite of
    /// <see cref="NoSpeechThreshold"/>. Defaults to -1.
    /// </summary>
    public float LogProbabilityThreshold { get; init; } = -1f;

    /// <summary>Tokens after which the window is ended, 0 for the model's own limit of 220. Defaults to 0.</summary>
    public int MaxTokens { get; init; }

    /// <summary>Whether to decode without timestamps: one segment for the whole window. Defaults to false.</summary>
    public bool WithoutTimestamps { get; init; }

    /// <summary>Whether to forbid tokens such as brackets and musical notes. Defaults to false, as in whisper.cpp.</summary>
    public bool SuppressNonSpeechTokens { get; init; }

    /// <summary>
    /// Whether each token tells when it was spoken (<see cref="WhisperToken.Start"/>), by whisper.cpp's estimate from the
    /// timestamp tokens and the volume. Defaults to false.
    /// </summary>
    public bool TokenTimestamps { get; init; }

    /// <summary>
    /// Positions of 20 ms that the encoder looks at, 1 to 1500 and no fewer than the samples take: fewer are faster in
    /// proportion, but the model was trained on all of them and errs more. With flash attention, whisper.cpp pads them to
    /// a multiple of 256 and lets the padding take part. 0 for all. Defaults to 0.
    /// </summary>
    public int AudioContext { get; init; }

    internal bool DetectsLanguage => Language == AutoLanguage;

    internal float EffectiveTemperature => Temperature < 0.001f ? 0 : Temperature;

    /// <summary>Refuses what the library must never see.</summary>
    /// <exception cref="ArgumentException">A value that whisper.cpp would misread, crash on, or that the model lacks.</exception>
    internal void Check(WhisperFactory factory)
    {
        CheckKnown(DetectsLanguage || factory.Languages.Contains(Language, StringComparer.Ordinal), Language, nameof(Language));
        CheckRange(Threads, 1, MostThreads, nameof(Threads));
        CheckRange(Temperature, 0, 1, nameof(Temperature));
        CheckRange(BestOf, 1, MostDecoders, nameof(BestOf));
        CheckRange(BeamSize, int.MinValue, MostDecoders, nameof(BeamSize));
        CheckRange(NoSpeechThreshold, 0, 1, nameof(NoSpeechThreshold));
        CheckRange(LogProbabilityThreshold, float.MinValue, 0, nameof(LogProbabilityThreshold));
        CheckRange(AudioContext, 0, 1500, nameof(AudioContext));
        CheckRange(MaxTokens, 0, int.MaxValue, nameof(MaxTokens));
        foreach (var token in CheckPresent(PromptTokens, nameof(PromptTokens)))
            CheckRange(token, 0, factory.VocabularySize - 1, nameof(PromptTokens));
    }

    private static T CheckPresent<T>(T? value, string name)
        where T : class => value ?? throw new ArgumentException($"{name} is null.", name);

    private static void CheckKnown(bool known, string language, string name)
    {
        if (!known)
            throw new ArgumentException($"The model does not know the language \"{language}\".", name);
    }

    // NaN lies in no range.
    private static void CheckRange(double value, double low, double high, string name)
    {
        if (!(value >= low && value <= high))
            throw new ArgumentException($"{name} is {value}, outside {low} to {high}.", name);
    }
}
