using System.Buffers.Binary;
using AsrService.Core.Recognition;

namespace AsrService.Core.Sessions;

/// <summary>The header of a WAVE file of 16-bit mono samples at 16 kHz.</summary>
internal static class WaveHeader
{
    private const int Length = 44;

    /// <summary>The header.</summary>
    /// <param name="bytes">Length of the samples that follow; null when it is not known, or too long to say.</param>
    public static byte[] Of(long? bytes)
    {
        var data = bytes is { } known && known <= int.MaxValue ? (uint)known : uint.MaxValue - Length;
        var header = new byte[Length];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), data + Length - 8);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), IDecodedAudio.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), IDecodedAudio.SampleRate * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 8 * sizeof(short));
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), data);
        return header;
    }
}
