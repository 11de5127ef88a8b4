using System.Text;

namespace AsrService.Whisper.Native;

/// <summary>Turns the bytes of a window's segments into text.</summary>
internal static class Utf8Segments
{
    /// <summary>
    /// Decodes segments as the one text that they are, so that a character whose bytes are spread over several is
    /// whole; it goes to the segment where it starts. Bytes that form no character become U+FFFD.
    /// </summary>
    internal static string[] Decode(IReadOnlyList<byte[]> segments)
    {
        var all = segments.SelectMany(bytes => bytes).ToArray();
        var texts = new string[segments.Count];
        var text = new StringBuilder();
        var position = 0;
        var end = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            end += segments[i].Length;
            text.Clear();
            while (position < end)
            {
                Rune.DecodeFromUtf8(all.AsSpan(position), out var rune, out var consumed);
                text.Append(rune.ToString());
                position += consumed;
            }

            texts[i] = text.ToString();
        }

        return texts;
    }
}
