using System.ComponentModel.DataAnnotations;

namespace AsrService.Audio;

/// <summary>Recognition: the section <c>Asr:Whisper</c>.</summary>
internal sealed class RecognitionOptions
{
    /// <summary>A model's name (<c>tiny-q8_0</c>) or a path to a ggml file. Defaults to <c>tiny-q8_0</c>.</summary>
    [Required]
    public string Model { get; set; } = "tiny-q8_0";

    /// <summary>Path of libwhisper.so. <c>./asr</c> sets it to the library that set-up built; there is no other default.</summary>
    public string Library { get; set; } = "";

    /// <summary>Threads that one job computes with. Defaults to 0: a quarter of the cores, at least 1 and at most 4.</summary>
    [Range(0, 64)]
    public int ThreadsPerJob { get; set; }

    /// <summary>Language of the recordings as a code (<c>en</c>, <c>zh</c>), or <c>auto</c> to detect it. Defaults to <c>auto</c>.</summary>
    [Required]
    public string Language { get; set; } = "auto";

    /// <summary>The number of threads in force.</summary>
    /// <remarks>More than 4 bring next to nothing, and several jobs with few threads outrun one job with many.</remarks>
    public int EffectiveThreads => ThreadsPerJob > 0 ? ThreadsPerJob : Math.Clamp(Environment.ProcessorCount / 4, 1, 4);
}
