namespace AsrService.Whisper.Native;

/// <summary>The attention heads that follow the audio word by word, which whisper.cpp knows for OpenAI's own models.</summary>
internal static class AlignmentHeads
{
    /// <summary>The value of <c>whisper_alignment_heads_preset</c> for a model; 0 where there is none.</summary>
    /// <remarks>
    /// By the model's shape and not by its name, which is anybody's choice: a preset for more layers than there are would
    /// read beyond them. large-v1 has the shape of large-v2 and is taken for it.
    /// </remarks>
    internal static int PresetOf(GgmlModelFile model) => (model.EncoderLayers, model.DecoderLayers, model.VocabularySize) switch
    {
        (4, 4, 51864) => 3,
        (4, 4, 51865) => 4,
        (6, 6, 51864) => 5,
        (6, 6, 51865) => 6,
        (12, 12, 51864) => 7,
        (12, 12, 51865) => 8,
        (24, 24, 51864) => 9,
        (24, 24, 51865) => 10,
        (32, 32, 51865) => 12,
        (32, 32, 51866) => 13,
        (32, 4, 51866) => 14,
        _ => 0,
    };
}
