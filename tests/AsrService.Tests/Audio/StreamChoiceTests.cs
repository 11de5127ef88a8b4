using System.Text;

namespace AsrService.Tests.Audio;

public sealed class StreamChoiceTests : IDisposable
{
    private const string TwoVoices = "-f lavfi -i aevalsrc=0.25:d=1:s=16000 -f lavfi -i aevalsrc=0.75:d=1:s=16000";

    private readonly DecoderBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Of_several_audio_streams_the_first_is_heard_wherever_pictures_lie()
    {
        var recording = await bench.MakeAsync(
            $"{TwoVoices} -f lavfi -i color=s=64x64:d=1 -map 2 -map 0 -map 1 -c:v mjpeg -disposition:v:0 attached_pic -c:a pcm_s16le -f matroska");

        Assert.Equal(0.25, await HeardAsync(recording), 0.001);
    }

    [Fact]
    public async Task An_audio_stream_of_an_unknown_kind_is_passed_over()
    {
        var recording = await bench.MakeAsync($"{TwoVoices} -map 0 -map 1 -c:a pcm_s16le -f mov");
        recording.AsSpan().Slice(recording.AsSpan().IndexOf(Encoding.ASCII.GetBytes("sowt")), 4).Fill((byte)'?');

        Assert.Equal(0.75, await HeardAsync(recording), 0.001);
    }

    private async Task<float> HeardAsync(byte[] recording)
    {
        var (_, samples) = await bench.DecodeAsync(recording);
        return samples[samples.Count / 2];
    }
}
