namespace AsrService.Whisper.Ggml;

/// <summary>What a tensor of a given name has to look like; sizes innermost first, 1 where there is no dimension.</summary>
internal readonly record struct GgmlTensorShape(GgmlTensorType Type, int Size0, int Size1 = 1, int Size2 = 1)
{
    internal long Bytes => (long)Size0 * Size1 * Size2 / Type.BlockElements * Type.BlockBytes;
}
