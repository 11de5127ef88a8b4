using System.ComponentModel.DataAnnotations;

namespace AsrService.Audio.Text;

/// <summary>How recognised text is written: the section <c>Asr:Text</c>.</summary>
internal sealed class TextOptions
{
    /// <summary>The value of <see cref="ChineseScript"/> for simplified characters.</summary>
    public const string Simplified = "simplified";

    /// <summary>The value of <see cref="ChineseScript"/> for traditional characters.</summary>
    public const string Traditional = "traditional";

    /// <summary>The value of <see cref="ChineseScript"/> for whatever the model wrote.</summary>
    public const string AsIs = "as-is";

    /// <summary>
    /// Characters of Chinese text, since Whisper mixes them: <see cref="Simplified"/>, <see cref="Traditional"/> or
    /// <see cref="AsIs"/>. Defaults to <see cref="Simplified"/>.
    /// </summary>
    [AllowedValues(Simplified, Traditional, AsIs, ErrorMessage = "ChineseScript must be simplified, traditional or as-is.")]
    public string ChineseScript { get; set; } = Simplified;
}
