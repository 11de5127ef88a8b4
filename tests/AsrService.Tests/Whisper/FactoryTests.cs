using System.Text;
using AsrService.Whisper;

namespace AsrService.Tests.Whisper;

public sealed class FactoryTests
{
    private static WhisperFactory Factory => WhisperTestKit.Factory;

    [Fact]
    public void Tiny_is_described()
    {
        Assert.True(Factory.IsMultilingual);
        Assert.Equal(51865, Factory.VocabularySize);
        Assert.Equal(50364, Factory.TimestampBegin);
        Assert.Equal(50257, Factory.EndOfText);
        Assert.Equal("[_BEG_]", Encoding.UTF8.GetString(Factory.TokenBytes(Factory.TimestampBegin)));
        Assert.Equal("[_EOT_]", Encoding.UTF8.GetString(Factory.TokenBytes(Factory.EndOfText)));
    }

    [Fact]
    public void It_lists_the_languages_that_the_model_knows_and_no_other()
    {
        // whisper.cpp knows Cantonese, as its 100th; for tiny that token would mean "translate".
        Assert.Equal(99, Factory.Languages.Count);
        Assert.Equal(99, Factory.Languages.Distinct().Count());
        Assert.Equal("en", Factory.Languages[0]);
        Assert.Equal("su", Factory.Languages[^1]);
        Assert.Contains("zh", Factory.Languages);
        Assert.DoesNotContain("yue", Factory.Languages);
    }

    [Theory]
    [InlineData("yue")]
    [InlineData("xx")]
    [InlineData("english")]
    [InlineData("EN")]
    [InlineData("")]
    public void An_unknown_language_is_refused_by_name(string language)
    {
        var thrown = Assert.Throws<ArgumentException>(() => Factory.CreateBuilder().WithLanguage(language));

        Assert.Contains($"\"{language}\"", thrown.Message);
    }

    [Fact]
    public void Language_detection_is_sure_about_Kennedy()
    {
        using var processor = WhisperTestKit.BuildProcessor();

        var (language, probability) = processor.DetectLanguage(WhisperTestKit.Jfk, 1);

        Assert.Equal("en", language);
        Assert.InRange(probability, 0.8f, 1.0001f);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Attention_can_be_fused_or_not(bool flash)
    {
        WhisperTestKit.LoadLibrary();
        using var factory = WhisperFactory.FromPath(SetupFiles.Model("tiny-q8_0"), new WhisperFactoryOptions { FlashAttention = flash });
        using var processor = factory.CreateBuilder().WithLanguage("en").WithThreads(1).Build();

        Assert.Contains("country", WhisperTestKit.Words(processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken)));
    }

    public static TheoryData<WhisperOptions> BadOptions => new(
        new WhisperOptions { Threads = 0 },
        new WhisperOptions { Threads = 513 },
        new WhisperOptions { Temperature = -0.1f },
        new WhisperOptions { Temperature = 1.1f },
        new WhisperOptions { Temperature = float.NaN },
        new WhisperOptions { BestOf = 0 },
        new WhisperOptions { BestOf = 9 },
        new WhisperOptions { BeamSize = 9 },
        new WhisperOptions { NoSpeechThreshold = float.NaN },
        new WhisperOptions { LogProbabilityThreshold = 0.1f },
        new WhisperOptions { MaxTokens = -1 },
        new WhisperOptions { PromptTokens = [51865] },
        new WhisperOptions { PromptTokens = [-1] },
        new WhisperOptions { PromptTokens = null! },
        new WhisperOptions { Language = null! });

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void Options_that_would_crash_whisper_are_refused(WhisperOptions options)
    {
        using var processor = WhisperTestKit.BuildProcessor();

        Assert.Throws<ArgumentException>(() => Factory.CreateBuilder().WithOptions(options).Build());
        Assert.Throws<ArgumentException>(() => processor.Process(WhisperTestKit.Jfk, options, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0.0001f)]
    [InlineData(float.Epsilon)]
    public void A_temperature_that_would_overflow_counts_as_0(float temperature)
    {
        using var processor = WhisperTestKit.Factory.CreateBuilder().WithThreads(1).WithLanguage("en").WithTemperature(temperature).Build();

        Assert.Contains("country", WhisperTestKit.Words(processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken)));
    }
}
