using AsrService.Core.Recognition;

namespace AsrService.Tests.Audio;

/// <summary>Audio without a header.</summary>
public sealed class RawPcmTests : IDisposable
{
    private const string NoAudio = "The file is not audio in any format that this server can read.";

    private readonly DecoderBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(16_000, 1)]
    [InlineData(8_000, 1)]
    [InlineData(44_100, 2)] // which FFmpeg takes for a game's format, with doubts
    [InlineData(48_000, 3)]
    public async Task It_is_read_with_the_rate_and_the_channels_that_are_said(int rate, int channels)
    {
        var pcm = await bench.MakeAsync($"-i {SetupFiles.Sample} -ar {rate} -ac {channels} -f s16le");
        var seconds = pcm.Length / (2.0 * rate * channels);

        var (mixed, samples) = await bench.DecodeAsync(pcm, raw: new RawAudio(rate, channels));
        var (separate, _) = await bench.DecodeAsync(pcm, separateChannels: true, new RawAudio(rate, channels));

        Assert.Equal((1, channels), (mixed, separate));
        Assert.Equal(seconds, samples.Count / 16_000.0, 0.1);
        Assert.InRange(samples.Max(), 0.2, 1);
    }

    [Fact]
    public async Task Content_of_a_known_format_is_read_as_what_it_is()
    {
        var (_, expected) = await bench.DecodeAsync(await File.ReadAllBytesAsync(SetupFiles.Sample, TestContext.Current.CancellationToken));

        var (_, samples) = await bench.DecodeAsync(await File.ReadAllBytesAsync(SetupFiles.Sample, TestContext.Current.CancellationToken), raw: new RawAudio(8_000, 2));

        Assert.Equal(expected.Count, samples.Count);
    }

    [Fact]
    public async Task Silence_and_half_a_sample_are_audio_as_well()
    {
        var (_, samples) = await bench.DecodeAsync(new byte[32_001], raw: RawAudio.Usual);

        Assert.Equal(16_000, samples.Count);
    }

    [Theory]
    [InlineData("<!DOCTYPE html>\r\n<html><body>Sign in first</body></html>")]
    [InlineData("没有这个文件，请先登录。")]
    public async Task A_page_is_none(string page)
    {
        var exception = await Assert.ThrowsAsync<AudioException>(() => bench.DecodeAsync(System.Text.Encoding.UTF8.GetBytes(page), raw: RawAudio.Usual));

        Assert.Equal(NoAudio, exception.Message);
    }

    [Fact]
    public async Task Where_nobody_speaks_of_it_it_is_refused()
    {
        var pcm = await bench.MakeAsync($"-i {SetupFiles.Sample} -ar 16000 -ac 1 -f s16le");

        Assert.Equal(NoAudio, (await Assert.ThrowsAsync<AudioException>(() => bench.DecodeAsync(pcm))).Message);
    }

    [Fact]
    public async Task What_is_longer_than_allowed_is_refused()
    {
        bench.Options.MaxDuration = TimeSpan.FromSeconds(1);

        var exception = await Assert.ThrowsAsync<AudioException>(() => bench.DecodeAsync(new byte[32_002], raw: RawAudio.Usual));

        Assert.Contains("longer than this server accepts", exception.Message);
    }
}
