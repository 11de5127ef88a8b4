namespace AsrService.Tests.Audio;

public sealed class ChannelTests : IDisposable
{
    private const int Rate = 48_000;
    private const int Frames = Rate / 2;

    private readonly DecoderBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(6, 0)]
    [InlineData(8, 0)]
    [InlineData(3, 0x007)] // 3.0, where FFmpeg's usual layout of three is 2.1
    [InlineData(4, 0x033)] // four corners, where FFmpeg's usual layout of four has a centre
    [InlineData(6, 0x60F)] // 5.1 with side loudspeakers
    [InlineData(8, 0x0FF)] // 7.1 with wide front loudspeakers
    public async Task Separate_channels_keep_their_order(int channels, int layout)
    {
        var recording = WaveFile.Constant(Values(channels), Rate, Frames, layout);

        var (count, samples) = await bench.DecodeAsync(recording, separateChannels: true);

        Assert.Equal(channels, count);
        Assert.Equal(8000, samples.Count / (double)channels, 100.0);
        var middle = samples.Count / channels / 2 * channels;
        Assert.All(Values(channels), (value, channel) => Assert.Equal(value, samples[middle + channel], 0.001));
    }

    [Fact]
    public async Task The_number_of_channels_stays_when_the_recording_changes_it()
    {
        var surround = await bench.MakeAsync("-f lavfi -i anoisesrc=d=1:r=48000 -ac 6 -f ac3");
        var stereo = await bench.MakeAsync("-f lavfi -i anoisesrc=d=1:r=48000 -ac 2 -f ac3");

        var (count, samples) = await bench.DecodeAsync([.. surround, .. stereo], separateChannels: true);

        Assert.Equal(6, count);
        Assert.Equal(6 * 32_000, samples.Count, 6 * 2000.0);
    }

    [Fact]
    public async Task More_than_eight_channels_cannot_be_kept_apart() =>
        Assert.Contains("9 channels", await bench.FailAsync(WaveFile.Constant(Values(9), Rate, Frames), separateChannels: true));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(24)]
    [InlineData(64)]
    public async Task Otherwise_channels_are_mixed_and_their_sum_stays_within_full_scale(int channels)
    {
        var recording = WaveFile.Constant([.. Enumerable.Repeat(0.9f, channels)], Rate, Frames);

        var (count, samples) = await bench.DecodeAsync(recording);

        Assert.Equal(1, count);
        Assert.Equal(0.9, samples[samples.Count / 2], 0.001);
    }

    [Fact]
    public async Task A_voice_in_one_channel_is_heard_in_the_mix()
    {
        var (_, samples) = await bench.DecodeAsync(WaveFile.Constant([0, 0.8f], Rate, Frames));

        Assert.Equal(0.4, samples[samples.Count / 2], 0.001);
    }

    [Fact]
    public async Task More_than_64_channels_are_not_read() =>
        Assert.Contains("65 channels", await bench.FailAsync(WaveFile.Constant(Values(65), Rate, Frames)));

    private static float[] Values(int channels) => [.. Enumerable.Range(1, channels).Select(channel => channel / 100f)];
}
