using AsrService.Audio.Sessions;

namespace AsrService.Tests.Sessions;

public sealed class HalfBandUpsamplerTests
{
    [Fact]
    public void A_part_gives_twice_as_many_samples_and_the_whole_is_the_same_however_it_is_cut()
    {
        var whole = Tone(440, 8000).ToArray();
        var upsampler = new HalfBandUpsampler();
        var parts = whole.Chunk(333).SelectMany(part => upsampler.Add(part)).ToArray();

        Assert.Equal(2 * whole.Length, parts.Length);
        Assert.Equal(new HalfBandUpsampler().Add(whole), parts);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(1000)]
    [InlineData(2500)]
    public void A_tone_stays_the_tone_that_it_is(double frequency)
    {
        var doubled = new HalfBandUpsampler().Add(Tone(frequency, 8000).ToArray());
        var expected = Tone(frequency, 16_000).ToArray();

        // It comes out a millisecond late: seven samples of 8 kHz, which are half as far apart.
        const int Late = 16;
        var error = doubled.Skip(1000).Take(10_000).Select((sample, i) => Math.Pow(sample - expected[1000 + i - Late], 2)).Average();
        Assert.True(error < 1e-4, $"{error}");
    }

    private static IEnumerable<float> Tone(double frequency, int rate) =>
        Enumerable.Range(0, 2 * rate).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * frequency * i / rate)));
}
