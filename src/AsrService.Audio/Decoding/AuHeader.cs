using System.Buffers.Binary;

namespace AsrService.Audio.Decoding;

/// <summary>The header of the stream that ffmpeg writes, in the format AU: big-endian, followed by the samples.</summary>
internal static class AuHeader
{
    /// <summary>Bytes of the fixed part.</summary>
    public const int Length = 24;

    /// <summary>Reads the fixed part.</summary>
    /// <returns>The number of channels, and the bytes to skip from its end to the first sample.</returns>
    public static (int Channels, int Skip) Read(ReadOnlySpan<byte> header) =>
        (BinaryPrimitives.ReadInt32BigEndian(header[20..]), BinaryPrimitives.ReadInt32BigEndian(header[4..]) - Length);
}
