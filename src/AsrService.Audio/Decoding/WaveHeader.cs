using System.Text;

namespace AsrService.Audio.Decoding;

/// <summary>The length that a WAVE file announces, which ffprobe replaces by the file's own length without a word.</summary>
internal static class WaveHeader
{
    private const int RiffLength = 12;

    // Recorders that write to a pipe put 0 or a huge number there.
    private const uint Unknown = 0x7FFF_0000;

    /// <summary>The announced length in seconds, or null when the file is not WAVE or does not tell.</summary>
    public static double? AnnouncedSeconds(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new BinaryReader(file);
        if (file.Length < RiffLength || Id(reader) != "RIFF")
            return null;

        file.Position = RiffLength;
        uint bytesPerSecond = 0;
        while (file.Position + 8 <= file.Length)
        {
            var (id, size) = (Id(reader), reader.ReadUInt32());
            if (id == "data")
                return bytesPerSecond == 0 || size is 0 or >= Unknown ? null : size / (double)bytesPerSecond;

            var next = file.Position + size + (size & 1);
            if (id == "fmt " && size >= 12 && file.Position + 12 <= file.Length)
            {
                file.Position += 8;
                bytesPerSecond = reader.ReadUInt32();
            }

            file.Position = next;
        }

        return null;
    }

    private static string Id(BinaryReader reader) => Encoding.Latin1.GetString(reader.ReadBytes(4));
}
