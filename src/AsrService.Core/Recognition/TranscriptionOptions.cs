namespace AsrService.Core.Recognition;

/// <summary>What a request asks of the recognition. Whatever is null is decided by the server's configuration.</summary>
public sealed record TranscriptionOptions
{
    /// <summary>Most characters of <see cref="Prompt"/>; the model reads the last 223 tokens of it.</summary>
    public const int MaxPromptLength = 2000;

    /// <summary>A model's name, for example <c>base.en-q8_0</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The language spoken, as a code such as <c>en</c> or <c>zh</c>, or <c>auto</c> to detect it.</summary>
    public string? Language { get; init; }

    /// <summary>Whether to translate into English.</summary>
    public bool? Translate { get; init; }

    /// <summary>Text that could have preceded the recording, or names and terms (hotwords) to be spelt right.</summary>
    public string? Prompt { get; init; }

    /// <summary>Whether segments tell the times of their words.</summary>
    public bool? WordTimestamps { get; init; }

    /// <summary>Temperature that decoding starts at, 0 to 1; the fallback goes up from there.</summary>
    public double? Temperature { get; init; }

    /// <summary>Beams at temperature 0, 1 to 8; 1 decodes greedily.</summary>
    public int? BeamSize { get; init; }

    /// <summary>Whether only what a voice activity detector takes for speech is recognised.</summary>
    public bool? Vad { get; init; }

    /// <summary>Whether each channel is a speaker of its own; otherwise all are mixed.</summary>
    public bool? ChannelsAreSpeakers { get; init; }

    /// <summary>What content of no known format is taken for; null where it is refused.</summary>
    public RawAudio? RawAudio { get; init; }

    /// <summary>These options, and for what they leave open those of <paramref name="defaults"/>.</summary>
    public TranscriptionOptions Or(TranscriptionOptions defaults) => new()
    {
        Model = Model ?? defaults.Model,
        Language = Language ?? defaults.Language,
        Translate = Translate ?? defaults.Translate,
        Prompt = Prompt ?? defaults.Prompt,
        WordTimestamps = WordTimestamps ?? defaults.WordTimestamps,
        Temperature = Temperature ?? defaults.Temperature,
        BeamSize = BeamSize ?? defaults.BeamSize,
        Vad = Vad ?? defaults.Vad,
        ChannelsAreSpeakers = ChannelsAreSpeakers ?? defaults.ChannelsAreSpeakers,
        RawAudio = RawAudio ?? defaults.RawAudio,
    };
}
