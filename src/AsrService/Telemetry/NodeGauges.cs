using AsrService.Core.Jobs;
using AsrService.Core.Telemetry;
using AsrService.Data.Queue;
using AsrService.Data.Storage;

namespace AsrService.Telemetry;

/// <summary>How this node stands, asked when somebody collects metrics.</summary>
internal static class NodeGauges
{
    public static void Open(AsrMetrics metrics, RunningLeases running, QueueOptions queue, Spool spool)
    {
        metrics.Meter.CreateObservableGauge("asr.jobs.running", () => running.All.Count, "{job}", "Jobs that this node runs.");
        metrics.Meter.CreateObservableGauge("asr.worker.slots", () => queue.IsWorker ? queue.Concurrency : 0, "{job}", "Jobs that this node can run at once; 0 where it is no worker.");
        metrics.Meter.CreateObservableGauge("asr.spool.free", () => spool.FreeBytes, "By", "Free space where uploads arrive.");
    }
}
