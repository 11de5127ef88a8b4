using System.Buffers.Binary;
using AsrService.Core.Sessions;

namespace AsrService.Audio.Sessions;

/// <summary>The header of a WAVE file whose samples are such as chunks have without a header: 16-bit, mono, at 8 or 16 kHz.</summary>
internal static class WaveChunk
{
    private const int RiffLength = 12;
    private const int PlainFormat = 1;

    /// <summary>Reads the header.</summary>
    /// <returns>The rate, and where the samples begin; null for what has to be decoded.</returns>
    public static (int SampleRate, int Start)? Read(ReadOnlySpan<byte> chunk)
    {
        if (!ChunkFormat.IsWave(chunk))
            return null;

        var rate = 0;
        for (var at = RiffLength; at + 8 <= chunk.Length;)
        {
            var id = chunk.Slice(at, 4);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[(at + 4)..]);
            at += 8;
            if (id.SequenceEqual("data"u8))
                return rate is 8000 or 16_000 ? (rate, at) : null;
            if (id.SequenceEqual("fmt "u8) && at + 16 <= chunk.Length)
                rate = RateOf(chunk[at..]);
            if (size > int.MaxValue - at - 1)
                return null;
            at += (int)(size + (size & 1));
        }

        return null;
    }

    private static int RateOf(ReadOnlySpan<byte> format)
    {
        var (kind, channels, bits) = (Number(format), Number(format[2..]), Number(format[14..]));
        return (kind, channels, bits) is (PlainFormat, 1, 16) ? BinaryPrimitives.ReadInt32LittleEndian(format[4..]) : 0;

        static int Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }
}
