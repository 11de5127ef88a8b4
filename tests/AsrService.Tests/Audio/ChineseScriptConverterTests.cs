using AsrService.Audio.Text;
using AsrService.Core.Transcripts;
using Microsoft.Extensions.Options;

namespace AsrService.Tests.Audio;

public sealed class ChineseScriptConverterTests : IDisposable
{
    private readonly ChineseScriptConverter simplified = Converter(TextOptions.Simplified);
    private readonly ChineseScriptConverter traditional = Converter(TextOptions.Traditional);
    private readonly ChineseScriptConverter asIs = Converter(TextOptions.AsIs);

    public void Dispose()
    {
        simplified.Dispose();
        traditional.Dispose();
        asIs.Dispose();
    }

    [Theory]
    [InlineData("繁體中文", "繁体中文")]
    [InlineData("我發現她的頭髮", "我发现她的头发")]
    [InlineData("信用卡餘額查詢，OK？", "信用卡余额查询，OK？")]
    [InlineData("單于", "单于")]
    [InlineData("𠀀𠮷 😀 語", "𠀀𠮷 😀 语")]
    [InlineData(" naïve café, 42 %", " naïve café, 42 %")]
    [InlineData("", "")]
    public void Each_script_is_written_in_the_other(string inTraditional, string inSimplified)
    {
        Assert.Equal(inSimplified, simplified.Convert(inTraditional));
        Assert.Equal(inTraditional, traditional.Convert(inSimplified));
    }

    [Theory]
    [InlineData("繁體和简体", "繁体和简体")]
    [InlineData("已经是简体", "已经是简体")]
    public void Mixed_text_becomes_uniform(string mixed, string expected) => Assert.Equal(expected, simplified.Convert(mixed));

    [Fact]
    public void As_is_changes_nothing()
    {
        Assert.Equal("繁體和简体", asIs.Convert("繁體和简体"));
        var transcript = Said("zh", "繁體和简体");
        Assert.Same(transcript, asIs.Convert(transcript));
    }

    [Fact]
    public void A_transcript_in_Chinese_changes_its_texts_and_keeps_its_tokens()
    {
        var said = Said("zh", "我發現", "她的頭髮");

        var converted = simplified.Convert(said);

        Assert.Equal("我发现她的头发", converted.Text);
        Assert.Equal(["我发现", "她的头发"], converted.Segments.Select(segment => segment.Text));
        Assert.Equal(said.Segments.Select(segment => segment.Tokens), converted.Segments.Select(segment => segment.Tokens));
        Assert.Equal(said with { Text = converted.Text, Segments = converted.Segments }, converted);
    }

    [Fact]
    public void Words_are_converted_in_their_sentence()
    {
        var said = Said("zh", "我发现头发𠀀单于");
        string[] words = ["我", "发", "现", "头", "发", "𠀀", "单", "于"];
        said = said with { Segments = [said.Segments[0] with { Words = [.. words.Select((word, i) => new TranscriptWord(word, i, i + 1, 0.5))] }] };

        var converted = traditional.Convert(said).Segments[0].Words!;

        Assert.Equal(["我", "發", "現", "頭", "髮", "𠀀", "單", "于"], converted.Select(word => word.Word));
        Assert.Equal(said.Segments[0].Words!.Select(word => word.Start), converted.Select(word => word.Start));
    }

    [Fact]
    public void Words_that_are_not_the_segments_text_are_converted_alone()
    {
        var said = Said("zh", "语言。");
        said = said with { Segments = [said.Segments[0] with { Words = [new("语", 0, 1, 0.5), new("言", 1, 2, 0.5)] }] };

        Assert.Equal(["語", "言"], traditional.Convert(said).Segments[0].Words!.Select(word => word.Word));
    }

    [Theory]
    [InlineData("yue")]
    [InlineData("ja")]
    [InlineData("en")]
    public void Other_languages_keep_their_characters(string language)
    {
        var said = Said(language, "發現");

        Assert.Same(said, simplified.Convert(said));
    }

    [Fact]
    public void Threads_may_share_a_converter()
    {
        var texts = Enumerable.Range(0, 2000).Select(i => $"{i}繁體中文的語音辨識，後面還有文字").ToList();

        var converted = texts.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(simplified.Convert);

        Assert.Equal(texts.Select((_, i) => $"{i}繁体中文的语音辨识，后面还有文字"), converted);
    }

    private static ChineseScriptConverter Converter(string script) => new(Options.Create(new TextOptions { ChineseScript = script }));

    private static Transcript Said(string language, params string[] texts) => new(
        string.Concat(texts), language, texts.Length, [.. texts.Select((text, i) => new TranscriptSegment(i, 0, i, i + 1, text, [50364, 400 + i, 50414], 0, -0.1, 0.5, 0.01))], 0.9);
}
