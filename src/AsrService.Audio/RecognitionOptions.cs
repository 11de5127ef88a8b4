using System.ComponentModel.DataAnnotations;
using AsrService.Core.Recognition;

namespace AsrService.Audio;

/// <summary>Recognition: the section <c>Asr:Whisper</c>.</summary>
internal sealed class RecognitionOptions
{
    /// <summary>A model's name (<c>tiny-q8_0</c>) or a path to a ggml file. Defaults to <c>tiny-q8_0</c>.</summary>
    [Required]
    public string Model { get; set; } = "tiny-q8_0";

    /// <summary>Path of libwhisper.so. <c>./asr</c> sets it to the library that set-up built; there is no other default.</summary>
    public string Library { get; set; } = "";

    /// <summary>Threads that one window is computed with. Defaults to 0: a quarter of the cores, at least 1 and at most 4.</summary>
    [Range(0, 64)]
    public int ThreadsPerJob { get; set; }

    /// <summary>Windows computed at once, by all jobs together. Defaults to 0: as many as keep windows × threads within the cores.</summary>
    [Range(0, 256)]
    public int ConcurrentWindows { get; set; }

    /// <summary>Whether attention is computed in whisper.cpp's fused form. Defaults to auto, what was measured to be faster.</summary>
    public Toggle FlashAttention { get; set; }

    /// <summary>How long a model, or working memory, that no job uses stays in memory. The configured model always does. Defaults to 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "10.00:00:00")]
    public TimeSpan UnloadAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Language of the recordings as a code (<c>en</c>, <c>zh</c>), or <c>auto</c> to detect it. Defaults to <c>auto</c>.</summary>
    [Required]
    public string Language { get; set; } = "auto";

    /// <summary>Whether to translate into English. Defaults to false.</summary>
    public bool Translate { get; set; }

    /// <summary>Text that could precede each recording, or names and terms to be spelt right. Defaults to none.</summary>
    [MaxLength(TranscriptionOptions.MaxPromptLength)]
    public string Prompt { get; set; } = "";

    /// <summary>Whether segments tell the times of their words. Defaults to false: it costs about a tenth of the speed.</summary>
    public bool WordTimestamps { get; set; }

    /// <summary>Temperature that decoding starts at, 0 to 1. Defaults to 0.</summary>
    [Range(0.0, 1.0)]
    public double Temperature { get; set; }

    /// <summary>Beams at temperature 0, 1 to 8; 1 decodes greedily. Defaults to 1.</summary>
    [Range(1, 8)]
    public int BeamSize { get; set; } = 1;

    /// <summary>Whether only what a voice activity detector takes for speech is recognised. Defaults to true.</summary>
    public bool Vad { get; set; } = true;

    /// <summary>Whether each channel of a recording is a speaker of its own; otherwise all are mixed. Defaults to false.</summary>
    public bool ChannelsAreSpeakers { get; set; }

    /// <summary>The number of windows in force.</summary>
    public int EffectiveWindows => ConcurrentWindows > 0 ? ConcurrentWindows : Math.Max(1, Environment.ProcessorCount / EffectiveThreads);

    /// <summary>What holds where a request asks for nothing else.</summary>
    public TranscriptionOptions Defaults => new()
    {
        Model = Model,
        Language = Language,
        Translate = Translate,
        Prompt = Prompt,
        WordTimestamps = WordTimestamps,
        Temperature = Temperature,
        BeamSize = BeamSize,
        Vad = Vad,
        ChannelsAreSpeakers = ChannelsAreSpeakers,
    };

    /// <summary>The number of threads in force.</summary>
    /// <remarks>More than 4 bring next to nothing, and several jobs with few threads outrun one job with many.</remarks>
    public int EffectiveThreads => ThreadsPerJob > 0 ? ThreadsPerJob : Math.Clamp(Environment.ProcessorCount / 4, 1, 4);
}
