using AsrService.Audio;
using AsrService.Audio.Decoding;
using AsrService.Core.Recognition;
using Microsoft.Extensions.Logging.Abstractions;

namespace AsrService.Tests.Audio;

/// <summary>The decoder with real FFmpeg, fed with the recordings of a test.</summary>
internal sealed class DecoderBench : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public AudioOptions Options { get; } = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    /// <summary>What FFmpeg makes of its arguments.</summary>
    public async Task<byte[]> MakeAsync(string arguments)
    {
        var (_, end) = await ChildProcess.RunAsync(
            "ffmpeg", ["-nostdin", "-v", "error", .. arguments.Split(' '), "-y", directory.File("made")], new ChildLimits(1L << 30, TimeSpan.FromMinutes(1)), Cancelled);
        Assert.True(end.Succeeded, end.Error);
        return await File.ReadAllBytesAsync(directory.File("made"), Cancelled);
    }

    /// <summary>Decodes a recording to its end.</summary>
    public async Task<(int Channels, List<float> Samples)> DecodeAsync(byte[] recording, bool separateChannels = false, RawAudio? raw = null)
    {
        var decoder = new FfmpegDecoder(Microsoft.Extensions.Options.Options.Create(Options), NullLogger<FfmpegDecoder>.Instance);
        await decoder.PrepareAsync(Cancelled);
        await using var audio = await decoder.OpenAsync(directory.Write("recording", recording), separateChannels, raw, Cancelled);

        // Neither a divisor nor a multiple of what goes through the pipe at a time.
        var buffer = new float[10_007 * audio.Channels];
        List<float> samples = [];
        int read;
        do
        {
            read = await audio.ReadAsync(buffer, Cancelled);
            samples.AddRange(buffer.AsSpan(0, read));
        }
        while (read == buffer.Length);

        Assert.All(samples, sample => Assert.InRange(sample, -1, 1));
        return (audio.Channels, samples);
    }

    /// <summary>Decodes what must not be decoded, and returns the sentence for its sender.</summary>
    public async Task<string> FailAsync(byte[] recording, bool separateChannels = false)
    {
        var sentence = (await Assert.ThrowsAsync<AudioException>(() => DecodeAsync(recording, separateChannels))).Message;
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        return sentence;
    }
}
