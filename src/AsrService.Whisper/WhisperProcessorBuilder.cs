namespace AsrService.Whisper;

/// <summary>Configures a processor. Values are checked by <see cref="Build"/>.</summary>
public sealed class WhisperProcessorBuilder
{
    // More than the 223 tokens that are used can cover, the longest in Whisper's vocabulary being 33 bytes.
    private const int LongestPrompt = 8000;

    private readonly WhisperFactory _factory;

    internal WhisperProcessorBuilder(WhisperFactory factory) => _factory = factory;

    /// <summary>The options chosen so far.</summary>
    public WhisperOptions Options { get; private set; } = new();

    /// <summary>Replaces all options.</summary>
    /// <param name="options">The new options.</param>
    public WhisperProcessorBuilder WithOptions(WhisperOptions options) => Set(options);

    /// <summary>Sets <see cref="WhisperOptions.Language"/>.</summary>
    /// <param name="language">A code of <see cref="WhisperFactory.Languages"/>, or "auto".</param>
    /// <exception cref="ArgumentException">The model does not know the language.</exception>
    public WhisperProcessorBuilder WithLanguage(string language)
    {
        var options = Options with { Language = language };
        options.Check(_factory);
        return Set(options);
    }

    /// <summary>Sets <see cref="WhisperOptions.Translate"/>.</summary>
    /// <param name="translate">Whether to translate into English.</param>
    public WhisperProcessorBuilder WithTranslate(bool translate = true) => Set(Options with { Translate = translate });

    /// <summary>Sets <see cref="WhisperOptions.Threads"/>.</summary>
    /// <param name="threads">1 to 512.</param>
    public WhisperProcessorBuilder WithThreads(int threads) => Set(Options with { Threads = threads });

    /// <summary>Sets <see cref="WhisperOptions.Temperature"/>.</summary>
    /// <param name="temperature">0 to 1.</param>
    public WhisperProcessorBuilder WithTemperature(float temperature) => Set(Options with { Temperature = temperature });

    /// <summary>Sets <see cref="WhisperOptions.BestOf"/>.</summary>
    /// <param name="bestOf">1 to 8.</param>
    public WhisperProcessorBuilder WithBestOf(int bestOf) => Set(Options with { BestOf = bestOf });

    /// <summary>Sets <see cref="WhisperOptions.BeamSize"/>.</summary>
    /// <param name="beamSize">At most 8; 1 or less decodes greedily.</param>
    public WhisperProcessorBuilder WithBeamSize(int beamSize) => Set(Options with { BeamSize = beamSize });

    /// <summary>
    /// Sets <see cref="WhisperOptions.PromptTokens"/> to a text's tokens, preceded by a blank as openai-whisper does.
    /// </summary>
    /// <param name="prompt">Text that could have preceded the audio, e.g. names to be spelt right; blank for none.</param>
    public WhisperProcessorBuilder WithPrompt(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var text = prompt.Trim();
        text = text[^Math.Min(text.Length, LongestPrompt)..];
        return WithPromptTokens(text.Length == 0 ? [] : _factory.Tokenize(" " + text));
    }

    /// <summary>Sets <see cref="WhisperOptions.PromptTokens"/>.</summary>
    /// <param name="tokens">Tokens of the preceding text, oldest first.</param>
    public WhisperProcessorBuilder WithPromptTokens(IReadOnlyList<int> tokens) => Set(Options with { PromptTokens = tokens });

    /// <summary>Sets <see cref="WhisperOptions.NoSpeechThreshold"/>.</summary>
    /// <param name="threshold">0 to 1.</param>
    public WhisperProcessorBuilder WithNoSpeechThreshold(float threshold) => Set(Options with { NoSpeechThreshold = threshold });

    /// <summary>Sets <see cref="WhisperOptions.LogProbabilityThreshold"/>.</summary>
    /// <param name="threshold">At most 0.</param>
    public WhisperProcessorBuilder WithLogProbabilityThreshold(float threshold) =>
        Set(Options with { LogProbabilityThreshold = threshold });

    /// <summary>Sets <see cref="WhisperOptions.MaxTokens"/>.</summary>
    /// <param name="maxTokens">0 for no limit.</param>
    public WhisperProcessorBuilder WithMaxTokens(int maxTokens) => Set(Options with { MaxTokens = maxTokens });

    /// <summary>Sets <see cref="WhisperOptions.WithoutTimestamps"/>.</summary>
    /// <param name="without">Whether to decode without timestamps.</param>
    public WhisperProcessorBuilder WithoutTimestamps(bool without = true) => Set(Options with { WithoutTimestamps = without });

    /// <summary>Sets <see cref="WhisperOptions.SuppressNonSpeechTokens"/>.</summary>
    /// <param name="suppress">Whether to forbid tokens such as brackets.</param>
    public WhisperProcessorBuilder WithSuppressNonSpeechTokens(bool suppress = true) =>
        Set(Options with { SuppressNonSpeechTokens = suppress });

    /// <summary>Creates a processor, which allocates its working memory (with tiny some 60 MB once it is used).</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="ObjectDisposedException">The factory was disposed.</exception>
    /// <exception cref="WhisperException">whisper.cpp could not create its state.</exception>
    public WhisperProcessor Build()
    {
        _factory.RequireAlive();
        Options.Check(_factory);
        return new WhisperProcessor(_factory, Options);
    }

    private WhisperProcessorBuilder Set(WhisperOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        return this;
    }
}
