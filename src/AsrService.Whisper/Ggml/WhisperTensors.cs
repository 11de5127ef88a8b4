namespace AsrService.Whisper.Ggml;

/// <summary>The tensors that a Whisper model must have, as whisper.cpp's loader creates them (whisper-arch.h).</summary>
internal static class WhisperTensors
{
    internal static Dictionary<string, GgmlTensorShape> For(WhisperHeader header)
    {
        var tensors = new Dictionary<string, GgmlTensorShape>(StringComparer.Ordinal);
        var width = header.AudioState;
        // Convolutions are never quantised.
        var convolution = header.Type == GgmlTensorType.F32 ? GgmlTensorType.F32 : GgmlTensorType.F16;

        tensors["encoder.positional_embedding"] = new(GgmlTensorType.F32, width, header.AudioContext);
        tensors["encoder.conv1.weight"] = new(convolution, 3, header.MelBands, width);
        tensors["encoder.conv1.bias"] = new(GgmlTensorType.F32, 1, width);
        tensors["encoder.conv2.weight"] = new(convolution, 3, width, width);
        tensors["encoder.conv2.bias"] = new(GgmlTensorType.F32, 1, width);
        AddNorm(tensors, "encoder.ln_post", width);
        for (var i = 0; i < header.AudioLayers; i++)
            AddBlock(tensors, $"encoder.blocks.{i}", ["attn"], width, header.Type);

        tensors["decoder.positional_embedding"] = new(GgmlTensorType.F32, width, header.TextContext);
        tensors["decoder.token_embedding.weight"] = new(header.Type, width, header.VocabularySize);
        AddNorm(tensors, "decoder.ln", width);
        for (var i = 0; i < header.TextLayers; i++)
            AddBlock(tensors, $"decoder.blocks.{i}", ["attn", "cross_attn"], width, header.Type);
        return tensors;
    }

    private static void AddBlock(
        Dictionary<string, GgmlTensorShape> tensors, string block, string[] attentions, int width, GgmlTensorType type)
    {
        AddNorm(tensors, $"{block}.mlp_ln", width);
        AddLinear(tensors, $"{block}.mlp.0", width, 4 * width, type);
        AddLinear(tensors, $"{block}.mlp.2", 4 * width, width, type);
        foreach (var attention in attentions)
        {
            AddNorm(tensors, $"{block}.{attention}_ln", width);
            AddLinear(tensors, $"{block}.{attention}.query", width, width, type);
            AddLinear(tensors, $"{block}.{attention}.value", width, width, type);
            AddLinear(tensors, $"{block}.{attention}.out", width, width, type);
            // Whisper's keys have no bias.
            tensors[$"{block}.{attention}.key.weight"] = new(type, width, width);
        }
    }

    private static void AddNorm(Dictionary<string, GgmlTensorShape> tensors, string name, int width)
    {
        tensors[$"{name}.weight"] = new(GgmlTensorType.F32, width);
        tensors[$"{name}.bias"] = new(GgmlTensorType.F32, width);
    }

    private static void AddLinear(
        Dictionary<string, GgmlTensorShape> tensors, string name, int inputs, int outputs, GgmlTensorType type)
    {
        tensors[$"{name}.weight"] = new(type, inputs, outputs);
        tensors[$"{name}.bias"] = new(GgmlTensorType.F32, outputs);
    }
}
