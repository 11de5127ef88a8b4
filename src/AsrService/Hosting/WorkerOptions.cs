using System.ComponentModel.DataAnnotations;

namespace AsrService.Hosting;

/// <summary>Workers: the section <c>Asr:Workers</c>.</summary>
internal sealed class WorkerOptions
{
    /// <summary>Jobs at once on this node. Defaults to 0: one for each window that is computed at once.</summary>
    [Range(0, 256)]
    public int Concurrency { get; set; }

    /// <summary>How long a shutdown lets running jobs finish before they go back to the queue. Defaults to 25 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>The number of jobs in force.</summary>
    /// <param name="windows">Windows that are computed at once.</param>
    public int EffectiveConcurrency(int windows) => Concurrency > 0 ? Concurrency : windows;
}
