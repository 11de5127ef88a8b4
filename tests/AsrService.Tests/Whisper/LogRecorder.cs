using AsrService.Whisper;

namespace AsrService.Tests.Whisper;

/// <summary>Receives the native log of the whole process, and lets a test listen to what its own thread causes.</summary>
internal static class LogRecorder
{
    private static readonly AsyncLocal<List<(WhisperLogLevel Level, string Line)>?> Listener = new();

    public static void Record(WhisperLogLevel level, string line)
    {
        if (Listener.Value is { } lines)
            lock (lines)
                lines.Add((level, line));
    }

    public static List<(WhisperLogLevel Level, string Line)> Listen() => Listener.Value = [];
}
