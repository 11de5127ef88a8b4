using System.Text;
using AsrService.Whisper.Native;

namespace AsrService.Tests.Whisper;

public sealed class Utf8SegmentsTests
{
    [Theory]
    [InlineData("你好，世界")]
    [InlineData("naïve 😀 日本")]
    public void A_character_cut_anywhere_belongs_to_the_segment_where_it_starts(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var parts = Utf8Segments.Decode([bytes[..cut], bytes[cut..]]);

            Assert.Equal(text, parts[0] + parts[1]);
            Assert.DoesNotContain('\uFFFD', parts[0] + parts[1]);
            Assert.True(Encoding.UTF8.GetByteCount(parts[0]) >= cut);
        }
    }

    [Fact]
    public void A_character_may_spread_over_more_than_two_segments()
    {
        var bytes = Encoding.UTF8.GetBytes("😀!");

        Assert.Equal(["😀", "", "", "!"], Utf8Segments.Decode([bytes[..1], bytes[1..3], [], bytes[3..]]));
    }

    [Fact]
    public void Bytes_that_form_no_character_are_replaced()
    {
        Assert.Equal(["a\uFFFD", "b"], Utf8Segments.Decode([[(byte)'a', 0xE4], [(byte)'b']]));
        Assert.Equal(["\uFFFD"], Utf8Segments.Decode([[0xE4, 0xBD]]));
    }

    [Fact]
    public void Nothing_gives_nothing() => Assert.Empty(Utf8Segments.Decode([]));
}
