using System.Text;

namespace AsrService.Whisper.Native;

/// <summary>Joins ggml's log fragments to whole lines. One instance serves one thread.</summary>
internal sealed class LogLines(Action<WhisperLogLevel, string> sink)
{
    private const int LongestLine = 16 * 1024;
    private readonly StringBuilder _pending = new();
    private WhisperLogLevel _level;

    // ggml_log_level: 0 none, 1 debug, 2 info, 3 warn, 4 error, 5 the previous message goes on.
    internal void Append(int nativeLevel, string text, bool errorsExpected)
    {
        if (nativeLevel != 5)
        {
            Flush();
            _level = nativeLevel switch
            {
                2 => WhisperLogLevel.Information,
                3 => WhisperLogLevel.Warning,
                4 => errorsExpected ? WhisperLogLevel.Debug : WhisperLogLevel.Error,
                _ => WhisperLogLevel.Debug,
            };
        }

        _pending.Append(text);
        if (text.EndsWith('\n') || _pending.Length > LongestLine)
            Flush();
    }

    private void Flush()
    {
        var line = _pending.ToString().Trim();
        _pending.Clear();
        if (line.Length > 0)
            sink(_level, line);
    }
}
