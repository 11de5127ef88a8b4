using System.Runtime.InteropServices;
using Google.Protobuf;

namespace SileroToGgml;

/// <summary>A float32 tensor of an ONNX file's graph.</summary>
internal sealed record OnnxTensor(string Name, int[] Shape, float[] Data)
{
    // Field numbers of ModelProto, GraphProto and TensorProto in onnx.proto.
    private const int ModelGraph = 7, GraphInitializer = 5, TensorDims = 1, TensorName = 8, TensorRawData = 9;

    /// <summary>The weights of the outermost graph, by name.</summary>
    public static Dictionary<string, OnnxTensor> ReadAll(byte[] model) =>
        Messages(model, ModelGraph).SelectMany(graph => Messages(graph, GraphInitializer)).Select(Parse).ToDictionary(t => t.Name);

    private static IEnumerable<byte[]> Messages(byte[] message, int field)
    {
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
            if (WireFormat.GetTagFieldNumber(tag) == field)
                yield return input.ReadBytes().ToByteArray();
            else
                input.SkipLastField();
    }

    private static OnnxTensor Parse(byte[] message)
    {
        using var input = new CodedInputStream(message);
        var (name, shape, data) = ("", new List<int>(), Array.Empty<float>());
        while (input.ReadTag() is var tag and not 0)
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case TensorDims: shape.Add((int)input.ReadInt64()); break;
                case TensorName: name = input.ReadString(); break;
                case TensorRawData: data = MemoryMarshal.Cast<byte, float>(input.ReadBytes().Span).ToArray(); break;
                default: input.SkipLastField(); break;
            }
        return new(name, [.. shape], data);
    }
}
