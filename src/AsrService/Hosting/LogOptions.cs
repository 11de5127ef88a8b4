namespace AsrService.Hosting;

/// <summary>Logs: the section <c>Asr:Logs</c>. Levels are Serilog's own, in the section <c>Serilog</c>.</summary>
internal sealed class LogOptions
{
    /// <summary>One JSON object per line instead of text. Defaults to false.</summary>
    public bool Json { get; set; }
}
