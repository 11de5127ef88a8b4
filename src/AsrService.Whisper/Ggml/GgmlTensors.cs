namespace AsrService.Whisper.Ggml;

/// <summary>
/// Walks the tensors that end a ggml file: for each int32 dimensions, name length and type, the sizes, the name, the
/// data. whisper.cpp trusts these numbers (an overflow or an odd type id crashes it), and takes a short file for whole.
/// </summary>
internal static class GgmlTensors
{
    private const int LongestName = 256;

    /// <summary>Reads over all tensors and checks each.</summary>
    /// <returns>The bytes of all weights.</returns>
    /// <exception cref="WhisperModelException">A tensor is unknown, doubled, missing, misshapen or cut, or bytes follow.</exception>
    internal static long Walk(GgmlReader reader, IReadOnlyDictionary<string, GgmlTensorShape> expected)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        long bytes = 0;
        while (seen.Count < expected.Count)
        {
            if (reader.Remaining == 0)
                throw reader.Damaged($"it has {seen.Count} of {expected.Count} tensors");
            var (name, shape) = ReadHeader(reader, expected);
            if (!seen.Add(name))
                throw reader.Damaged($"it has the tensor {name} twice");
            reader.Skip(shape.Bytes, $"the tensor {name}");
            bytes += shape.Bytes;
        }

        return reader.Remaining == 0
            ? bytes
            : throw reader.Damaged($"{reader.Remaining} bytes follow its last tensor");
    }

    private static (string Name, GgmlTensorShape Shape) ReadHeader(
        GgmlReader reader, IReadOnlyDictionary<string, GgmlTensorShape> expected)
    {
        // None for a single number: Silero's converter writes one so.
        var dimensions = reader.ReadInt32("a tensor's number of dimensions", 0, 3);
        var nameLength = reader.ReadInt32("the length of a tensor's name", 1, LongestName);
        var type = reader.ReadInt32("a tensor's type");
        Span<int> sizes = [1, 1, 1];
        for (var i = 0; i < dimensions; i++)
            sizes[i] = reader.ReadInt32("a tensor's size");

        Span<byte> nameBytes = stackalloc byte[LongestName];
        reader.ReadExactly(nameBytes[..nameLength], "a tensor's name");
        var name = System.Text.Encoding.UTF8.GetString(nameBytes[..nameLength]);

        if (!expected.TryGetValue(name, out var shape))
            throw reader.Damaged($"it has a tensor of the unknown name \"{name}\"");
        if (type != shape.Type.Id)
            throw reader.Damaged($"the tensor {name} is of {GgmlTensorType.NameOf(type)}, not {shape.Type.Name}");
        if (sizes[0] != shape.Size0 || sizes[1] != shape.Size1 || sizes[2] != shape.Size2)
        {
            throw reader.Damaged(
                $"the tensor {name} is of {sizes[0]}x{sizes[1]}x{sizes[2]}, not {shape.Size0}x{shape.Size1}x{shape.Size2}");
        }

        return (name, shape);
    }
}
