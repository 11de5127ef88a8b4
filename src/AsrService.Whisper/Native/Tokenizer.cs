using System.Text;

namespace AsrService.Whisper.Native;

/// <summary>Feeds whisper.cpp's tokenizer in pieces that it can take.</summary>
internal static unsafe class Tokenizer
{
    // It is a std::regex that recurses for each character (a long word overflows the stack, which ends the process),
    // copies the rest of the text for each word, and tries each end of a word for each of its beginnings.
    private const int PieceLength = 128;

    internal static List<int> Tokenize(ContextHandle context, string text)
    {
        // A NUL would end the C string.
        var rest = text.Replace("\0", "", StringComparison.Ordinal).AsSpan();
        var tokens = new List<int>();
        while (!rest.IsEmpty)
        {
            var cut = FindCut(rest);
            Append(context, rest[..cut], tokens);
            rest = rest[cut..];
        }

        return tokens;
    }

    // No token crosses from a letter to a following blank, so cutting there changes nothing.
    internal static int FindCut(ReadOnlySpan<char> text)
    {
        if (text.Length <= PieceLength)
            return text.Length;
        for (var i = PieceLength; i > 0; i--)
        {
            if (text[i] == ' ' && !char.IsWhiteSpace(text[i - 1]))
                return i;
        }

        return char.IsLowSurrogate(text[PieceLength]) ? PieceLength - 1 : PieceLength;
    }

    private static void Append(ContextHandle context, ReadOnlySpan<char> piece, List<int> tokens)
    {
        var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(piece.Length) + 1];
        var length = Encoding.UTF8.GetBytes(piece, utf8);
        // A token has at least one byte.
        var found = new int[length];
        fixed (byte* bytes = utf8)
        fixed (int* buffer = found)
        {
            var count = VocabularyNative.Tokenize(context, bytes, buffer, length);
            tokens.AddRange(found.AsSpan(0, Math.Max(0, count)));
        }
    }
}
