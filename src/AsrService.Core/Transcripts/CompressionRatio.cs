using System.Runtime.InteropServices;
using System.Text;

namespace AsrService.Core.Transcripts;

/// <summary>How much a text repeats itself.</summary>
public static partial class CompressionRatio
{
    /// <summary>
    /// Length of <paramref name="text"/> in UTF-8 over the length of its zlib compression, as openai-whisper's
    /// <c>utils.compression_ratio</c> defines it. An empty text has ratio 0.
    /// </summary>
    public static double Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var compressed = new byte[CompressBound((nuint)bytes.Length)];
        var length = (nuint)compressed.Length;
        var status = Compress(compressed, ref length, bytes, (nuint)bytes.Length);
        return status == 0 ? bytes.Length / (double)length : throw new InvalidOperationException($"zlib failed with code {status}.");
    }

    // Not .NET's ZLibStream: it is zlib-ng, whose lengths differ from zlib's by a few bytes and the ratio with them.
    [LibraryImport("libz.so.1", EntryPoint = "compress")]
    private static partial int Compress(byte[] destination, ref nuint destinationLength, byte[] source, nuint sourceLength);

    [LibraryImport("libz.so.1", EntryPoint = "compressBound")]
    private static partial nuint CompressBound(nuint sourceLength);
}
