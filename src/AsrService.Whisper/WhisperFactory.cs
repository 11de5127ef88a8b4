using System.Runtime.InteropServices;
using System.Text;
using AsrService.Whisper.Native;

namespace AsrService.Whisper;

/// <summary>
/// A loaded Whisper model. It holds the one copy of the weights, which all its processors share; it is thread-safe.
/// Disposing it while processors live is safe: the weights go with the last of them.
/// </summary>
public sealed unsafe class WhisperFactory : IDisposable
{
    private readonly ContextHandle _context;

    // The handle alone would go on serving as long as any processor lives.
    private volatile bool _disposed;

    private WhisperFactory(ContextHandle context, bool alignsTokens)
    {
        AlignsTokens = alignsTokens;
        _context = context;
        VocabularySize = VocabularyNative.Size(context);
        IsMultilingual = VocabularyNative.IsMultilingual(context) != 0;
        TimestampBegin = VocabularyNative.TimestampBegin(context);
        EndOfText = VocabularyNative.EndOfText(context);
        StartOfTranscript = VocabularyNative.StartOfTranscript(context);
        NoSpeech = VocabularyNative.NoSpeech(context);
        Languages = ReadLanguages();
    }

    /// <summary>Whether tokens tell <see cref="WhisperToken.AlignedAt"/>.</summary>
    public bool AlignsTokens { get; }

    /// <summary>Whether the model knows other languages than English.</summary>
    public bool IsMultilingual { get; }

    /// <summary>Number of token ids; every token is less than this.</summary>
    public int VocabularySize { get; }

    /// <summary>Id of &lt;|0.00|&gt;; the id n above it stands for n × 0.02 seconds.</summary>
    public int TimestampBegin { get; }

    /// <summary>Id of &lt;|endoftext|&gt;; every id below it is text.</summary>
    public int EndOfText { get; }

    /// <summary>
    /// Codes of the languages that this model knows, in the order of their tokens: 99, with large-v3 100, or English.
    /// </summary>
    public IReadOnlyList<string> Languages { get; }

    internal int StartOfTranscript { get; }

    internal int NoSpeech { get; }

    /// <summary>For processors, which may outlive the factory.</summary>
    internal ContextHandle Context => _context;

    /// <summary>Checks a model file and loads it.</summary>
    /// <param name="modelPath">Path of a Whisper model in ggml form.</param>
    /// <param name="options">How to load it; null for the defaults.</param>
    /// <exception cref="WhisperModelException">The file is missing, damaged or no Whisper model.</exception>
    /// <exception cref="WhisperException"><see cref="WhisperLibrary.Load"/> was not called, or loading failed.</exception>
    public static WhisperFactory FromPath(string modelPath, WhisperFactoryOptions? options = null)
    {
        WhisperLibrary.RequireLoaded();
        var file = GgmlModelFile.Read(modelPath);

        var defaults = WhisperNative.ContextDefaultParams();
        var value = *defaults;
        WhisperNative.FreeContextParams(defaults);
        value.UseGpu = 0;
        if (options?.FlashAttention is { } flash)
            value.FlashAttn = flash ? (byte)1 : (byte)0;

        var preset = options?.AlignTokens == true ? AlignmentHeads.PresetOf(file) : 0;
        if (preset != 0)
        {
            value.FlashAttn = 0;
            value.DtwTokenTimestamps = 1;
            value.DtwAheadsPreset = preset;
        }

        var context = WhisperNative.InitFromFile(modelPath, value);
        if (context.IsInvalid)
            throw new WhisperException($"whisper.cpp could not load the model {modelPath}; its log says why.");
        return new WhisperFactory(context, alignsTokens: preset != 0);
    }

    /// <summary>Begins the configuration of a processor.</summary>
    /// <exception cref="ObjectDisposedException">The factory was disposed.</exception>
    public WhisperProcessorBuilder CreateBuilder()
    {
        RequireAlive();
        return new(this);
    }

    /// <summary>
    /// Splits text into tokens, with whisper.cpp's rule of the longest match, for use as a prompt. A word that starts a
    /// text is another token than one after a blank: begin with a blank where text precedes.
    /// </summary>
    /// <param name="text">Any text; NUL characters are left out.</param>
    /// <exception cref="ObjectDisposedException">The factory was disposed.</exception>
    public IReadOnlyList<int> Tokenize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        RequireAlive();
        return Tokenizer.Tokenize(_context, text);
    }

    /// <summary>
    /// The bytes of a token: part of UTF-8 text, where one token can be a fragment of a character, or the name that
    /// whisper.cpp gives to a special token, such as <c>[_BEG_]</c>.
    /// </summary>
    /// <param name="token">0 to <see cref="VocabularySize"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    /// <exception cref="ObjectDisposedException">The factory was disposed.</exception>
    public byte[] TokenBytes(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, VocabularySize);
        RequireAlive();
        using var context = new HandleLease(_context);
        return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(VocabularyNative.TokenText(_context, token)).ToArray();
    }

    /// <summary>Releases the weights as soon as no processor needs them.</summary>
    public void Dispose()
    {
        _disposed = true;
        _context.Dispose();
    }

    internal void RequireAlive() => ObjectDisposedException.ThrowIf(_disposed, this);

    // whisper.cpp knows 100 languages whatever the model; with one of 99, the token of the last would be <|translate|>.
    private string[] ReadLanguages()
    {
        if (!IsMultilingual)
            return ["en"];
        var count = Math.Min(VocabularySize - 51766, VocabularyNative.LanguageMaxId() + 1);
        var codes = new string[count];
        for (var i = 0; i < count; i++)
        {
            var code = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(VocabularyNative.LanguageCode(i));
            codes[i] = Encoding.ASCII.GetString(code);
        }

        return codes;
    }
}
