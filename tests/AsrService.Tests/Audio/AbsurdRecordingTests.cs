using System.Buffers.Binary;

namespace AsrService.Tests.Audio;

/// <summary>Headers and samples that no recorder writes end with a sentence or with samples that can be recognised.</summary>
public sealed class AbsurdRecordingTests : IDisposable
{
    private const int Pcm = 1;

    private readonly DecoderBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public async Task Samples_that_are_no_numbers_are_silence(float sample)
    {
        var (_, samples) = await bench.DecodeAsync(WaveFile.Constant([sample], 16_000, 16_000));

        Assert.Equal(16_000, samples.Count);
        Assert.All(samples, read => Assert.Equal(0, read));
    }

    [Theory]
    [InlineData(float.NaN, 48_000)]
    [InlineData(float.MaxValue, 44_100)]
    [InlineData(-1e9f, 8_000)]
    public async Task Samples_beyond_full_scale_are_limited(float sample, int rate)
    {
        var (_, samples) = await bench.DecodeAsync(WaveFile.Constant([sample, 0.5f], rate, rate));

        Assert.Equal(16_000, samples.Count, 200.0);
    }

    [Theory]
    [InlineData(0, 16_000, 16, "not audio")]
    [InlineData(65_535, 16_000, 16, "not audio")]
    [InlineData(1, 16_000, 0, "cannot decode")]
    [InlineData(1, 0, 16, "not audio")]
    [InlineData(1, -1, 16, "not audio")]
    [InlineData(1, int.MaxValue, 16, "memory")]
    public async Task Headers_without_meaning(int channels, int rate, int bits, string expected) =>
        Assert.Contains(expected, await bench.FailAsync(WaveFile.Make(channels, rate, bits, Pcm, new byte[200_000])));

    [Theory]
    [InlineData(1, 100)]
    [InlineData(768_000, 1_536_000)]
    public async Task Any_sample_rate_is_converted(int rate, int frames)
    {
        var (_, samples) = await bench.DecodeAsync(WaveFile.Make(1, rate, 16, Pcm, new byte[frames * 2]));

        Assert.Equal(frames / (double)rate, samples.Count / 16_000.0, 0.01);
    }

    [Fact]
    public async Task A_header_that_announces_a_hundred_hours_is_not_believed() =>
        Assert.Contains("longer", await bench.FailAsync(WaveFile.Make(1, 4000, 8, Pcm, new byte[16_000], announced: 4000u * 3600 * 100)));

    [Theory]
    [InlineData(null)]
    [InlineData(0xFFFF_FFFFu)]
    public async Task A_small_file_that_grows_beyond_the_longest_duration_ends_there(uint? announced)
    {
        bench.Options.MaxDuration = TimeSpan.FromMinutes(5);

        var sentence = await bench.FailAsync(WaveFile.Make(1, 100, 8, Pcm, new byte[36_000], announced));

        Assert.Equal("The recording is longer than this server accepts (0.08 hours).", sentence);
    }

    [Fact]
    public async Task Compressed_silence_as_long_as_allowed_is_decoded()
    {
        var silence = await bench.MakeAsync("-f lavfi -i anullsrc=r=8000:cl=mono -t 600 -c:a flac -f flac");
        Assert.InRange(silence.Length, 0, 120_000);

        var (_, samples) = await bench.DecodeAsync(silence);

        Assert.Equal(600 * 16_000, samples.Count);
    }

    [Fact]
    public async Task A_recording_that_wants_gigabytes_of_memory_ends_at_the_limit() =>
        Assert.Contains("memory", await bench.FailAsync(MonkeysAudioOf40MillionFrames()));

    // 76 bytes of header, for whose index its reader allocates more than a gigabyte.
    private static byte[] MonkeysAudioOf40MillionFrames()
    {
        var file = new byte[2000];
        "MAC "u8.CopyTo(file);
        Write16(4, 3990);
        Write32(8, 52);
        Write32(12, 24);
        Write32(16, 0xFFFF_FFF0);
        Write32(24, 1000);
        Write16(52, 2000);
        Write32(56, 73_728 * 4);
        Write32(60, 100);
        Write32(64, 40_000_000);
        Write16(68, 16);
        Write16(70, 2);
        Write32(72, 44_100);
        return file;

        void Write16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
        void Write32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
    }
}
