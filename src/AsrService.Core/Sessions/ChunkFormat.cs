namespace AsrService.Core.Sessions;

/// <summary>Tells chunks that are files, or begin one, from bare samples.</summary>
public static class ChunkFormat
{
    private const int Id3Versions = 5;

    // What a file of each kind begins with. Samples that happen to are one in four billion.
    private static readonly byte[][] Beginnings =
    [
        [.. "OggS"u8], [.. "fLaC"u8], [.. "FORM"u8], [.. "caff"u8], [.. "#!AMR"u8], [.. ".snd"u8], [.. "wvpk"u8], [.. "MAC "u8],
        [0x1A, 0x45, 0xDF, 0xA3], // Matroska and WebM
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], // ASF: WMA
    ];

    /// <summary>Whether a chunk is a file of any kind; otherwise it holds samples.</summary>
    public static bool IsFile(ReadOnlySpan<byte> chunk) => IsWave(chunk) || IsMp4(chunk) || IsTagged(chunk) || MpegFrames.Begin(chunk) || HasBeginning(chunk);

    /// <summary>Whether a chunk is a WAVE file, or the beginning of one.</summary>
    public static bool IsWave(ReadOnlySpan<byte> chunk) => chunk.StartsWith("RIFF"u8) && chunk.Length >= 12 && chunk[8..].StartsWith("WAVE"u8);

    private static bool IsMp4(ReadOnlySpan<byte> chunk) => chunk.Length >= 8 && chunk[4..].StartsWith("ftyp"u8);

    private static bool IsTagged(ReadOnlySpan<byte> chunk) => chunk.StartsWith("ID3"u8) && chunk.Length > 3 && chunk[3] < Id3Versions;

    private static bool HasBeginning(ReadOnlySpan<byte> chunk)
    {
        foreach (var beginning in Beginnings)
        {
            if (chunk.StartsWith(beginning))
                return true;
        }

        return false;
    }
}
