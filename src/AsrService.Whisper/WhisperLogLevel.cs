namespace AsrService.Whisper;

/// <summary>How grave a line of whisper.cpp's log is.</summary>
public enum WhisperLogLevel
{
    /// <summary>Detail for developers; also what whisper.cpp calls an error when it is stopped on purpose.</summary>
    Debug,

    /// <summary>Normal progress. whisper.cpp is talkative here: a few lines for each model, state and VAD call.</summary>
    Information,

    /// <summary>Something unexpected that does not stop the work.</summary>
    Warning,

    /// <summary>A failure.</summary>
    Error,
}
