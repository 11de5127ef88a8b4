namespace AsrService.Whisper.Ggml;

/// <summary>
/// Checks a Silero VAD model in ggml form before whisper.cpp sees it: its loader believes every number, and its graph
/// is written for these very sizes. The layout is that of whisper.cpp's models/convert-silero-vad-to-ggml.py.
/// </summary>
internal static class SileroModelFile
{
    private const string TypeName = "silero-16k";
    private const int Hidden = 128;
    private static readonly (int In, int Out)[] Layers = [(129, 128), (128, 64), (64, 64), (64, 128)];

    /// <summary>Checks every number in the file before whisper.cpp sees it.</summary>
    /// <exception cref="WhisperModelException">The file is missing, damaged or something else.</exception>
    internal static void Verify(string path)
    {
        using var reader = new GgmlReader(path);
        reader.ReadMagic();
        // A Whisper model has the same magic; its next number, the vocabulary, is no sensible length of a name.
        reader.ReadInt32("the length of the model's type name", TypeName.Length, TypeName.Length);
        Span<byte> name = stackalloc byte[TypeName.Length];
        reader.ReadExactly(name, "the model's type name");
        if (!name.SequenceEqual("silero-16k"u8))
            throw reader.Damaged($"its type name is not {TypeName}");

        for (var i = 0; i < 3; i++)
            reader.ReadInt32("the version", 0, 1000);
        ReadConstant(reader, "the window", SileroVad.WindowSamples);
        ReadConstant(reader, "the context", 64);
        ReadConstant(reader, "the number of encoder layers", Layers.Length);
        foreach (var (inputs, outputs) in Layers)
        {
            ReadConstant(reader, "a layer's inputs", inputs);
            ReadConstant(reader, "a layer's outputs", outputs);
            ReadConstant(reader, "a layer's kernel", 3);
        }

        ReadConstant(reader, "the LSTM's inputs", Hidden);
        ReadConstant(reader, "the LSTM's width", Hidden);
        ReadConstant(reader, "the last layer's inputs", Hidden);
        ReadConstant(reader, "the last layer's outputs", 1);
        GgmlTensors.Walk(reader, Tensors());
    }

    private static void ReadConstant(GgmlReader reader, string what, int value) => reader.ReadInt32(what, value, value);

    private static Dictionary<string, GgmlTensorShape> Tensors()
    {
        var tensors = new Dictionary<string, GgmlTensorShape>(StringComparer.Ordinal)
        {
            ["_model.stft.forward_basis_buffer"] = new(GgmlTensorType.F16, 256, 1, 258),
            ["_model.decoder.rnn.weight_ih"] = new(GgmlTensorType.F32, Hidden, 4 * Hidden),
            ["_model.decoder.rnn.weight_hh"] = new(GgmlTensorType.F32, Hidden, 4 * Hidden),
            ["_model.decoder.rnn.bias_ih"] = new(GgmlTensorType.F32, 4 * Hidden),
            ["_model.decoder.rnn.bias_hh"] = new(GgmlTensorType.F32, 4 * Hidden),
            ["_model.decoder.decoder.2.weight"] = new(GgmlTensorType.F16, Hidden),
            ["_model.decoder.decoder.2.bias"] = new(GgmlTensorType.F32, 1),
        };
        for (var i = 0; i < Layers.Length; i++)
        {
            tensors[$"_model.encoder.{i}.reparam_conv.weight"] = new(GgmlTensorType.F16, 3, Layers[i].In, Layers[i].Out);
            tensors[$"_model.encoder.{i}.reparam_conv.bias"] = new(GgmlTensorType.F32, Layers[i].Out);
        }

        return tensors;
    }
}
