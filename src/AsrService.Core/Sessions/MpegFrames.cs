namespace AsrService.Core.Sessions;

/// <summary>Frames of MP3 and of AAC (ADTS), which begin with bytes that quiet samples have too: so the frame after the first one has to fit as well.</summary>
internal static class MpegFrames
{
    private const int HeaderLength = 6;
    private const int Layer3 = 1;

    // kbit/s of MPEG 1 and of MPEG 2, layer 3.
    private static readonly int[] Bitrates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] Bitrates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] SampleRates = [44_100, 48_000, 32_000];

    /// <summary>Whether the chunk begins with two frames in a row.</summary>
    public static bool Begin(ReadOnlySpan<byte> chunk) =>
        FrameLength(chunk) is > HeaderLength and var length && chunk.Length >= length + HeaderLength
        && FrameLength(chunk[length..]) > HeaderLength && chunk[length + 1] == chunk[1];

    private static int FrameLength(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < HeaderLength || frame[0] != 0xFF || (frame[1] & 0xE0) != 0xE0)
            return 0;
        return (frame[1] & 0xF6) == 0xF0 ? ((frame[3] & 3) << 11) | (frame[4] << 3) | (frame[5] >> 5) : Mp3Length(frame);
    }

    private static int Mp3Length(ReadOnlySpan<byte> frame)
    {
        var (version, layer, bitrate, rate, padding) = ((frame[1] >> 3) & 3, (frame[1] >> 1) & 3, frame[2] >> 4, (frame[2] >> 2) & 3, (frame[2] >> 1) & 1);
        if (version == 1 || layer != Layer3 || bitrate is 0 or 15 || rate == 3)
            return 0;

        // MPEG 1 has twice the samples in a frame; 2 and 2.5 have a half and a quarter of the rates.
        var isFirst = version == 3;
        var samplesPerSecond = SampleRates[rate] >> (version switch { 3 => 0, 2 => 1, _ => 2 });
        return ((isFirst ? 144_000 : 72_000) * (isFirst ? Bitrates1 : Bitrates2)[bitrate] / samplesPerSecond) + padding;
    }
}
