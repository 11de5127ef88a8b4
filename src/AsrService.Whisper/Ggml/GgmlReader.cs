using System.Buffers.Binary;

namespace AsrService.Whisper.Ggml;

/// <summary>Reads a ggml file of doubtful origin: every length is held against what the file still has.</summary>
internal sealed class GgmlReader : IDisposable
{
    private const uint Magic = 0x67676d6c;
    private readonly FileStream _stream;
    private readonly long _length;

    internal GgmlReader(string path)
    {
        Path = path;
        try
        {
            var file = new FileInfo(path);
            // A named pipe has no length either, and opening one could wait for ever.
            if (file.Exists && file.Length == 0)
                throw Damaged("the file is empty");
            _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 16 * 1024);
            _length = _stream.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new WhisperModelException($"The model {path} cannot be read: {e.Message}", e);
        }
    }

    internal string Path { get; }

    internal long Remaining => _length - _stream.Position;

    public void Dispose() => _stream.Dispose();

    internal void ReadMagic()
    {
        if ((uint)ReadInt32("the magic number") != Magic)
            throw Damaged("it does not begin with the magic number of a ggml file");
    }

    internal int ReadInt32(string what)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        ReadExactly(bytes, what);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    /// <summary>Reads an int32 that must lie in a range.</summary>
    internal int ReadInt32(string what, int low, int high)
    {
        var value = ReadInt32(what);
        return value >= low && value <= high
            ? value
            : throw Damaged(low == high ? $"{what} is {value}, not {low}" : $"{what} is {value}, outside {low} to {high}");
    }

    internal void ReadExactly(Span<byte> bytes, string what)
    {
        Require(bytes.Length, what);
        try
        {
            _stream.ReadExactly(bytes);
        }
        catch (IOException e)
        {
            throw new WhisperModelException($"The model {Path} cannot be read: {e.Message}", e);
        }
    }

    internal void Skip(long count, string what)
    {
        Require(count, what);
        _stream.Seek(count, SeekOrigin.Current);
    }

    internal WhisperModelException Damaged(string fault) => new($"The model {Path} is damaged or of another kind: {fault}.");

    private void Require(long count, string what)
    {
        if (count > Remaining)
            throw Damaged($"it ends at byte {_length} in the middle of {what}");
    }
}
