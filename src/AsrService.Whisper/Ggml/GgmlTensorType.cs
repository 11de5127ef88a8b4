namespace AsrService.Whisper.Ggml;

/// <summary>A tensor's element type as ggml stores it: so many elements to a block of so many bytes.</summary>
/// <remarks>Ids from ggml.h (<c>ggml_type</c>, <c>ggml_ftype</c>), block sizes from ggml-common.h.</remarks>
internal sealed record GgmlTensorType(int Id, int FileType, string Name, int BlockElements, int BlockBytes)
{
    internal static readonly GgmlTensorType F32 = new(0, 0, "f32", 1, 4);
    internal static readonly GgmlTensorType F16 = new(1, 1, "f16", 1, 2);

    // Quantised blocks of 32: a 16-bit scale, for *_1 also a 16-bit minimum, for q5 the 32 high bits, then the values.
    private static readonly GgmlTensorType[] All =
    [
        F32,
        F16,
        new(2, 2, "q4_0", 32, 2 + 16),
        new(3, 3, "q4_1", 32, 2 + 2 + 16),
        new(6, 8, "q5_0", 32, 2 + 4 + 16),
        new(7, 9, "q5_1", 32, 2 + 2 + 4 + 16),
        new(8, 7, "q8_0", 32, 2 + 32),
    ];

    internal static GgmlTensorType? FromFileType(int fileType) => Array.Find(All, type => type.FileType == fileType);

    internal static string NameOf(int id) => Array.Find(All, type => type.Id == id)?.Name ?? $"type {id}";
}
