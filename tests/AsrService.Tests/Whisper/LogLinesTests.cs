using AsrService.Whisper;
using AsrService.Whisper.Native;

namespace AsrService.Tests.Whisper;

public sealed class LogLinesTests
{
    private readonly List<(WhisperLogLevel, string)> _lines = [];

    [Fact]
    public void Fragments_become_one_line()
    {
        var log = new LogLines((level, line) => _lines.Add((level, line)));

        log.Append(2, "loading ", false);
        log.Append(5, ".", false);
        log.Append(5, ".\n", false);

        Assert.Equal([(WhisperLogLevel.Information, "loading ..")], _lines);
    }

    [Fact]
    public void A_new_message_ends_an_unfinished_one()
    {
        var log = new LogLines((level, line) => _lines.Add((level, line)));

        log.Append(3, "half", false);
        log.Append(4, "whole\n", false);
        log.Append(1, "\n", false);

        Assert.Equal([(WhisperLogLevel.Warning, "half"), (WhisperLogLevel.Error, "whole")], _lines);
    }

    [Fact]
    public void Expected_errors_are_details()
    {
        var log = new LogLines((level, line) => _lines.Add((level, line)));

        log.Append(4, "aborting\n", true);

        Assert.Equal([(WhisperLogLevel.Debug, "aborting")], _lines);
    }

    [Fact]
    public void A_line_without_end_is_emitted_in_time()
    {
        var log = new LogLines((level, line) => _lines.Add((level, line)));

        log.Append(2, "x", false);
        for (var i = 0; i < 20_000; i++)
            log.Append(5, ".", false);

        Assert.Single(_lines);
    }
}
