namespace AsrService.Whisper.Ggml;

/// <summary>The hyperparameters that begin a Whisper model, in the order of the file.</summary>
/// <remarks>
/// The bounds are Whisper's own and what whisper.cpp relies on without checking: its special tokens are constants
/// (hence three sizes of vocabulary), its windows are 30 s (1,500 positions), its prompts half of 448.
/// </remarks>
internal sealed record WhisperHeader(
    int VocabularySize, int AudioContext, int AudioState, int AudioLayers,
    int TextContext, int TextState, int TextLayers, int MelBands, GgmlTensorType Type)
{
    private const int MostLayers = 64;
    private const int WidestState = 4096;

    // ftype = type + 1000 × version of the quantisation format (GGML_QNT_VERSION_FACTOR).
    private const int QuantisationFactor = 1000;

    internal static WhisperHeader Read(GgmlReader reader)
    {
        var vocabulary = reader.ReadInt32("the size of the vocabulary", 51864, 51866);
        var audioContext = reader.ReadInt32("the audio context", 1500, 1500);
        var audioState = reader.ReadInt32("the width of the encoder", 32, WidestState);
        var audioHeads = reader.ReadInt32("the number of encoder heads", 1, WidestState);
        var audioLayers = reader.ReadInt32("the number of encoder layers", 1, MostLayers);
        var textContext = reader.ReadInt32("the text context", 448, 448);
        // The decoder attends to the encoder's output, so the widths agree.
        var textState = reader.ReadInt32("the width of the decoder", audioState, audioState);
        var textHeads = reader.ReadInt32("the number of decoder heads", 1, WidestState);
        var textLayers = reader.ReadInt32("the number of decoder layers", 1, MostLayers);
        var melBands = reader.ReadInt32("the number of mel bands", 1, 128);
        var fileType = reader.ReadInt32("the file type");

        if (melBands is not (80 or 128))
            throw reader.Damaged($"it has {melBands} mel bands, not 80 or 128");
        var type = (fileType < 0 ? null : GgmlTensorType.FromFileType(fileType % QuantisationFactor))
            ?? throw reader.Damaged($"its file type {fileType} is none of f32, f16, q4_0, q4_1, q5_0, q5_1, q8_0");
        if (audioState % audioHeads != 0 || textState % textHeads != 0 || audioState % type.BlockElements != 0)
            throw reader.Damaged($"its width of {audioState} does not divide into {audioHeads} and {textHeads} heads of {type.Name}");

        return new(vocabulary, audioContext, audioState, audioLayers, textContext, textState, textLayers, melBands, type);
    }
}
