using AsrService.Core;
using AsrService.Core.Transcripts;
using Icu;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AsrService.Audio.Text;

/// <summary>Writes Chinese in the characters that <see cref="TextOptions.ChineseScript"/> asks for, with ICU. Thread-safe.</summary>
/// <remarks>Worker nodes open ICU when they start; others never need it.</remarks>
internal sealed class ChineseScriptConverter(IOptions<TextOptions> options) : IHostedService, IDisposable
{
    // Cantonese (yue) is left alone: it is written in traditional characters, of which the simplified ones are no spelling.
    private const string Chinese = "zh";

    private readonly Lazy<Transliterator?> transliterator = new(() => Open(options.Value.ChineseScript));
    private readonly Lock gate = new();

    /// <summary>Converts a text in Chinese; other scripts in it stay as they are.</summary>
    /// <exception cref="StartUpException">There is no usable ICU.</exception>
    public string Convert(string text)
    {
        if (text.Length == 0 || transliterator.Value is not { } icu)
            return text;

        // ICU does not promise that a transliterator may be used by several threads.
        lock (gate)
            return icu.Transliterate(text);
    }

    /// <summary>Converts the texts of a transcript in Chinese (<c>zh</c>); tokens stay what the model said. Others are returned as they are.</summary>
    /// <exception cref="StartUpException">There is no usable ICU.</exception>
    public Transcript Convert(Transcript transcript)
    {
        if (transcript.Language != Chinese || transliterator.Value is null)
            return transcript;

        var segments = transcript.Segments.Select(Convert).ToList();
        return transcript with { Text = string.Concat(segments.Select(segment => segment.Text)).Trim(), Segments = segments };
    }

    /// <summary>Opens ICU, so that its lack is found at the start and not by the first recording in Chinese.</summary>
    /// <exception cref="StartUpException">There is no usable ICU.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = transliterator.Value;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        if (transliterator.IsValueCreated)
            transliterator.Value?.Dispose();
    }

    private TranscriptSegment Convert(TranscriptSegment segment)
    {
        var text = Convert(segment.Text);
        return segment with { Text = text, Words = segment.Words is { } words ? Convert(words, segment.Text, text) : null };
    }

    // A character may depend on its neighbours (头发 is 頭髮, 发现 is 發現), so words are cut out of the converted segment. Each
    // stands where it stood: ICU replaces characters one by one. Were that to change, each word would be converted alone.
    private List<TranscriptWord> Convert(IReadOnlyList<TranscriptWord> words, string source, string converted)
    {
        var canCut = source.Length == converted.Length && string.Concat(words.Select(word => word.Word)) == source;
        var position = 0;
        return [.. words.Select(word =>
        {
            var text = canCut ? converted.Substring(position, word.Word.Length) : Convert(word.Word);
            position += word.Word.Length;
            return word with { Word = text };
        })];
    }

    private static Transliterator? Open(string script) => script == TextOptions.AsIs ? null : IcuLibrary.Open(
        () => Transliterator.CreateInstance(script == TextOptions.Simplified ? "Hant-Hans" : "Hans-Hant"),
        "converts Chinese characters: install it with its data, or set Asr__Text__ChineseScript=as-is");
}
