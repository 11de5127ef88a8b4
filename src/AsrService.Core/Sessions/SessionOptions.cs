using System.ComponentModel.DataAnnotations;

namespace AsrService.Core.Sessions;

/// <summary>Recognition while the user speaks: the section <c>Asr:Sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>Sessions that this worker node follows at once; what is more waits for another node, or until somebody pauses. Defaults to 64; 0 for none.</summary>
    [Range(0, 10_000)]
    public int Concurrency { get; set; } = 64;

    /// <summary>The silence that ends a sentence. Defaults to 0.6 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.3", "00:00:05")]
    public TimeSpan EndSilence { get; set; } = TimeSpan.FromSeconds(0.6);

    /// <summary>A sentence that is longer is cut where it is quiet. Defaults to 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:00:29")]
    public TimeSpan MaxSentence { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A session that nothing has come for since is closed by the server. Defaults to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
