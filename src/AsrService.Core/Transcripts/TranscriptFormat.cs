namespace AsrService.Core.Transcripts;

/// <summary>The ways a transcript is written out.</summary>
public enum TranscriptFormat
{
    /// <summary>The wire protocol's own JSON.</summary>
    Json,

    /// <summary>One line per segment.</summary>
    Txt,

    /// <summary>SubRip subtitles.</summary>
    Srt,

    /// <summary>WebVTT subtitles.</summary>
    Vtt,

    /// <summary>Tab-separated start and end in milliseconds and text, with a header, as openai-whisper writes it.</summary>
    Tsv,
}
