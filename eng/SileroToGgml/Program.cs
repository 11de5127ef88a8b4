// SileroToGgml IN.onnx OUT.bin: Silero VAD v6.2 in the form that whisper_vad_init_from_file_with_params reads.
// The same 15 tensors under the names that whisper.cpp gives them; convolution weights in half precision, as it demands.
using System.Runtime.InteropServices;
using System.Text;
using SileroToGgml;

var tensors = OnnxTensor.ReadAll(File.ReadAllBytes(args[0]));
using var output = new BinaryWriter(File.Create(args[1]));

Ints(0x67676d6c, "silero-16k".Length);
output.Write("silero-16k"u8);
Ints(6, 2, 0); // the model's version
Ints(512, 64); // samples per window, and of context before it
Ints(4, 129, 128, 3, 128, 64, 3, 64, 64, 3, 64, 128, 3); // encoder layers: channels in, channels out, kernel
Ints(128, 128, 128, 1); // LSTM in and hidden, last convolution in and out

for (var layer = 0; layer < 4; layer++)
{
    Tensor($"encoder.{layer}.reparam_conv.weight", half: true);
    Tensor($"encoder.{layer}.reparam_conv.bias");
}
foreach (var name in new[] { "weight_ih", "weight_hh", "bias_ih", "bias_hh" })
    Tensor($"decoder.rnn.{name}");
Tensor("decoder.decoder.2.weight", half: true);
Tensor("decoder.decoder.2.bias");
Tensor("stft.forward_basis_buffer", half: true, squeeze: false);

void Ints(params ReadOnlySpan<int> values) => output.Write(MemoryMarshal.AsBytes(values));

void Tensor(string name, bool half = false, bool squeeze = true)
{
    var tensor = tensors["model." + name];
    var ggmlName = Encoding.UTF8.GetBytes("_model." + name);
    // ggml counts dimensions from the innermost; a dimension of one says nothing, except to the reader of the STFT.
    var shape = tensor.Shape.Where(n => n != 1 || !squeeze).Reverse().ToArray();
    Ints(shape.Length, ggmlName.Length, half ? 1 : 0);
    Ints(shape);
    output.Write(ggmlName);
    if (half)
        output.Write(MemoryMarshal.AsBytes<Half>(Array.ConvertAll(tensor.Data, value => (Half)value)));
    else
        output.Write(MemoryMarshal.AsBytes<float>(tensor.Data));
}
