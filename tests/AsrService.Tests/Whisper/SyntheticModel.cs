using System.Text;

namespace AsrService.Tests.Whisper;

/// <summary>
/// Writes a small Whisper model of one layer with weights of zero: sound as it stands, with a knob for each kind of damage.
/// </summary>
internal sealed class SyntheticModel
{
    private const int Width = 64;

    public uint Magic { get; set; } = 0x67676d6c;

    // vocabulary, audio context, width, heads, layers, text context, width, heads, layers, mel bands, file type
    public int[] Header { get; } = [51864, 1500, Width, 1, 1, 448, Width, 1, 1, 80, 1];

    public int[] Filters { get; } = [80, 201];

    public int WordCount { get; set; } = 3;

    public List<string> Words { get; } = [" ", "a", ""];

    public List<(string Name, int Type, int[] Sizes)> Tensors { get; } = [.. DefaultTensors()];

    /// <summary>Set to give the length of a word or a tensor's name otherwise than it is.</summary>
    public int? WordLength { get; set; }

    public int? NameLength { get; set; }

    public int? Dimensions { get; set; }

    public byte[] Trailing { get; set; } = [];

    public string Write(string path)
    {
        using var stream = File.Create(path);
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        foreach (var value in Header.Concat(Filters))
            writer.Write(value);
        stream.Seek(80 * 201 * sizeof(float), SeekOrigin.Current);
        writer.Write(WordCount);
        foreach (var word in Words)
        {
            writer.Write(WordLength ?? word.Length);
            writer.Write(Encoding.UTF8.GetBytes(word));
        }

        foreach (var (name, type, sizes) in Tensors)
        {
            writer.Write(Dimensions ?? sizes.Length);
            writer.Write(NameLength ?? name.Length);
            writer.Write(type);
            foreach (var size in sizes)
                writer.Write(size);
            writer.Write(Encoding.UTF8.GetBytes(name));
            writer.Flush();
            // Sparse: the file takes no space.
            stream.SetLength(stream.Position + (sizes.Aggregate(1L, (all, size) => all * size) * (type == 0 ? 4 : 2)));
            stream.Seek(0, SeekOrigin.End);
        }

        writer.Write(Trailing);
        return path;
    }

    private static IEnumerable<(string, int, int[])> DefaultTensors()
    {
        yield return ("encoder.positional_embedding", 0, [Width, 1500]);
        yield return ("encoder.conv1.weight", 1, [3, 80, Width]);
        yield return ("encoder.conv1.bias", 0, [1, Width]);
        yield return ("encoder.conv2.weight", 1, [3, Width, Width]);
        yield return ("encoder.conv2.bias", 0, [1, Width]);
        yield return ("decoder.positional_embedding", 0, [Width, 448]);
        yield return ("decoder.token_embedding.weight", 1, [Width, 51864]);
        string[] norms =
        [
            "encoder.ln_post", "encoder.blocks.0.attn_ln", "encoder.blocks.0.mlp_ln",
            "decoder.ln", "decoder.blocks.0.attn_ln", "decoder.blocks.0.cross_attn_ln", "decoder.blocks.0.mlp_ln",
        ];
        foreach (var norm in norms)
        {
            yield return (norm + ".weight", 0, [Width]);
            yield return (norm + ".bias", 0, [Width]);
        }

        foreach (var attention in new[] { "encoder.blocks.0.attn", "decoder.blocks.0.attn", "decoder.blocks.0.cross_attn" })
        {
            foreach (var part in new[] { "query", "key", "value", "out" })
                yield return ($"{attention}.{part}.weight", 1, [Width, Width]);
            foreach (var part in new[] { "query", "value", "out" })
                yield return ($"{attention}.{part}.bias", 0, [Width]);
        }

        foreach (var side in new[] { "encoder", "decoder" })
        {
            yield return ($"{side}.blocks.0.mlp.0.weight", 1, [Width, 4 * Width]);
            yield return ($"{side}.blocks.0.mlp.0.bias", 0, [4 * Width]);
            yield return ($"{side}.blocks.0.mlp.2.weight", 1, [4 * Width, Width]);
            yield return ($"{side}.blocks.0.mlp.2.bias", 0, [Width]);
        }
    }
}
