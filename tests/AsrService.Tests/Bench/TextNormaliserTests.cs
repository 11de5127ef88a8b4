using AsrService.Benchmarks.Wer;

namespace AsrService.Tests.Bench;

public sealed class TextNormaliserTests
{
    [Theory]
    [InlineData("And so, my fellow Americans:  ask NOT!", "and so my fellow americans ask not")]
    [InlineData("  Hello\tthere\n\nfriend ", "hello there friend")]
    [InlineData("well-known — isn't it?", "well known isnt it")]
    [InlineData("Don’t", "dont")]
    [InlineData("ÉCOLE in Übersee", "école in übersee")]
    [InlineData("हिन्दी में", "हिन्दी में")]
    public void Case_punctuation_and_spaces_do_not_count(string text, string expected) =>
        Assert.Equal(expected, TextNormaliser.Normalise(text));

    [Theory]
    [InlineData("ＡＢＣ１２３", "abc123")]
    [InlineData("ﬁsh", "fish")]
    [InlineData("e\u0301cole", "\u00e9cole")]
    public void Forms_of_the_same_character_are_one(string text, string expected) =>
        Assert.Equal(expected, TextNormaliser.Normalise(text));

    [Fact]
    public void Numbers_stay_as_they_are_written() => Assert.Equal("in 1961 seven", TextNormaliser.Normalise("In 1961, seven."));

    [Theory]
    [InlineData("")]
    [InlineData(" ... 。、!? ")]
    public void Without_letters_nothing_is_left(string text) => Assert.Equal("", TextNormaliser.Normalise(text));
}
