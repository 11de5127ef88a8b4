using AsrService.Core.Transcripts;

namespace AsrService.Tests.Core;

public sealed class CompressionRatioTests
{
    // Expected: len(text.encode()) / len(zlib.compress(text.encode())), computed with Python's zlib.
    [Theory]
    [InlineData("And so my fellow Americans ask not what your country can do for you, ask what you can do for your country.", 106, 79)]
    [InlineData("都说小度是外资粉地但为什么谷歌还是前仆后信邪的往里面砸钱呢", 87, 98)]
    public void It_is_the_length_in_utf8_over_the_length_in_zlib(string text, int length, int compressed) =>
        Assert.Equal(length / (double)compressed, CompressionRatio.Of(text));

    [Fact]
    public void Text_that_repeats_itself_has_a_high_ratio() =>
        Assert.True(CompressionRatio.Of(string.Concat(Enumerable.Repeat("Thank you. ", 40))) > 2.4);

    [Fact]
    public void No_text_has_ratio_zero() => Assert.Equal(0, CompressionRatio.Of(""));
}
