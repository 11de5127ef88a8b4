using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Hosting;
using AsrService.Wire;

namespace AsrService.Tests.Server;

public sealed class TranscriptionOptionsParserTests
{
    [Fact]
    public void Nothing_asked_is_nothing_set() => Assert.Equal(new TranscriptionOptions(), Parse());

    [Fact]
    public void Each_field_sets_its_option() => Assert.Equal(
        new TranscriptionOptions
        {
            Model = "base.en-q8_0",
            Language = "fr",
            Translate = true,
            Prompt = "Ein Gespräch. Müller, 信用卡, Zürich",
            WordTimestamps = true,
            Temperature = 0.25,
            BeamSize = 5,
            Vad = false,
            ChannelsAreSpeakers = true,
        },
        Parse(
            ("language", "fr"), ("task", "translate"), ("prompt", "Ein Gespräch."), ("hotwords", "Müller,信用卡，Zürich"), ("word_timestamps", "true"),
            ("temperature", "0.25"), ("beam_size", "5"), ("vad", "false"), ("channels", "speakers"), ("model", "base.en-q8_0")));

    [Fact]
    public void Case_and_blanks_around_a_value_do_not_matter() => Assert.Equal(
        new TranscriptionOptions { Language = "auto", Translate = false, Vad = true, ChannelsAreSpeakers = false, Temperature = 1, BeamSize = 8 },
        Parse(("language", " Auto "), ("task", "Transcribe"), ("vad", "True\r\n"), ("channels", "MIX"), ("temperature", " 1 "), ("beam_size", "8")));

    [Fact]
    public void Blank_values_and_unknown_names_are_no_values() =>
        Assert.Equal(new TranscriptionOptions(), Parse(("language", ""), ("temperature", "  "), ("hotwords", " , ,"), ("colour", "blue")));

    [Fact]
    public void Hotwords_need_no_prompt() => Assert.Equal("Asklepios, Ibuprofen", Parse(("hotwords", " Asklepios ,, Ibuprofen,")).Prompt);

    [Fact]
    public void Bounds_are_allowed()
    {
        Assert.Equal(0, Parse(("temperature", "0")).Temperature);
        Assert.Equal(1, Parse(("beam_size", "1")).BeamSize);
        Assert.Equal(TranscriptionOptions.MaxPromptLength, Parse(("prompt", new string('国', TranscriptionOptions.MaxPromptLength))).Prompt!.Length);
        Assert.Equal(TranscriptionOptions.MaxPromptLength, Parse(("prompt", new string('a', 1993)), ("hotwords", "bc,de")).Prompt!.Length);
    }

    [Theory]
    [InlineData("language", "tlh")]
    [InlineData("language", "zh-CN")]
    [InlineData("language", "../etc")]
    [InlineData("task", "summarise")]
    [InlineData("prompt", "bell\a")]
    [InlineData("prompt", "null\0")]
    [InlineData("hotwords", "escape\u001b")]
    [InlineData("word_timestamps", "yes")]
    [InlineData("word_timestamps", "1")]
    [InlineData("temperature", "1.01")]
    [InlineData("temperature", "-0.1")]
    [InlineData("temperature", "NaN")]
    [InlineData("temperature", "0,5")]
    [InlineData("beam_size", "0")]
    [InlineData("beam_size", "9")]
    [InlineData("beam_size", "2.0")]
    [InlineData("beam_size", "99999999999")]
    [InlineData("vad", "on")]
    [InlineData("channels", "2")]
    [InlineData("model", "/etc/passwd")]
    [InlineData("model", "..")]
    [InlineData("model", "base en")]
    public void What_is_not_allowed_is_refused_in_a_sentence_that_names_the_field(string name, string value)
    {
        var sentence = Refusal((name, value));

        Assert.StartsWith($"The field {name} must be ", sentence);
        Assert.EndsWith(".", sentence);
    }

    [Fact]
    public void What_is_too_long_is_refused()
    {
        Assert.Contains("at most 2000 characters", Refusal(("prompt", new string('a', TranscriptionOptions.MaxPromptLength + 1))));
        Assert.Contains("together with the prompt at most 2000", Refusal(("prompt", new string('a', 1994)), ("hotwords", "bc,de")));
        Assert.Contains("at most 100", Refusal(("model", new string('a', 101))));
        Assert.Contains("language", Refusal(("language", new string(' ', MultipartUpload.MaxFieldBytes))));
    }

    private static TranscriptionOptions Parse(params (string Name, string Value)[] fields)
    {
        var values = fields.ToDictionary(field => field.Name, field => field.Value);
        var job = new NewJob("test", () => "", null, new TranscriptionOptions());
        return TranscriptionOptionsParser.Fields.Aggregate(job, (described, field) => field.Apply(described, values.GetValueOrDefault(field.Name))).Options;
    }

    private static string Refusal(params (string Name, string Value)[] fields) => Assert.Throws<FaultException>(() => Parse(fields)).Message;
}
