using System.Buffers.Binary;
using AsrService.Core.Recognition;
using AsrService.Core.Sessions;

namespace AsrService.Audio.Sessions;

/// <summary>Reads chunks: bare samples go on from chunk to chunk, each file is a recording of its own.</summary>
internal sealed class ChunkReader(IAudioDecoder decoder, int sampleRate, byte? oddByte = null) : IChunkReader
{
    // More than the largest chunk of bare samples holds: all of it is in memory at once.
    private const int MaxSamples = 6 * 60 * IDecodedAudio.SampleRate;

    // What somebody says is not for others on this machine.
    private static readonly FileStreamOptions ForUsOnly = new()
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Options = FileOptions.Asynchronous,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private HalfBandUpsampler upsampler = new();

    /// <summary>Samples per second of the next bare samples.</summary>
    public int SampleRate { get; private set; } = sampleRate;

    /// <summary>The half of a sample that the last chunk ended with.</summary>
    public byte? OddByte { get; private set; } = oddByte;

    public async ValueTask<float[]> ReadAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        if (!ChunkFormat.IsFile(chunk.Span))
            return Samples(chunk.Span);

        OddByte = null;
        upsampler = new HalfBandUpsampler();
        if (WaveChunk.Read(chunk.Span) is not var (rate, start))
            return await DecodeAsync(chunk, cancellationToken);

        // What comes without a header after a WAVE header is more of the same file.
        SampleRate = rate;
        return Samples(chunk.Span[start..]);
    }

    private float[] Samples(ReadOnlySpan<byte> chunk)
    {
        ReadOnlySpan<byte> bytes = OddByte is { } odd ? [odd, .. chunk] : chunk;
        OddByte = bytes.Length % sizeof(short) == 0 ? null : bytes[^1];
        var samples = new float[bytes.Length / sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * sizeof(short))..]) / 32768f;
        return SampleRate == IDecodedAudio.SampleRate ? samples : upsampler.Add(samples);
    }

    private async Task<float[]> DecodeAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"asr-chunk-{Guid.NewGuid():N}");
        try
        {
            await using (var file = new FileStream(path, ForUsOnly))
                await file.WriteAsync(chunk, cancellationToken);
            await using var audio = await decoder.OpenAsync(path, separateChannels: false, raw: null, cancellationToken);
            return await ReadAllAsync(audio, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<float[]> ReadAllAsync(IDecodedAudio audio, CancellationToken cancellationToken)
    {
        var samples = new List<float>();
        var block = new float[IDecodedAudio.SampleRate];
        int read;
        do
        {
            read = await audio.ReadAsync(block, cancellationToken);
            samples.AddRange(block.AsSpan(0, read));
            if (samples.Count > MaxSamples)
                throw new AudioException($"A chunk of the session holds more than {MaxSamples / IDecodedAudio.SampleRate / 60} minutes of sound.");
        }
        while (read == block.Length);
        return [.. samples];
    }
}
