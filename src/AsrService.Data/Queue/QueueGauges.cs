using System.Diagnostics.Metrics;
using AsrService.Core;
using AsrService.Core.Jobs;
using AsrService.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace AsrService.Data.Queue;

/// <summary>How the queue of all nodes stands, asked when somebody collects metrics, and not more often than every few seconds.</summary>
internal sealed class QueueGauges(QueueOverview queue, AsrMetrics metrics, TimeProvider time, ILogger<QueueGauges> log)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private (IReadOnlyList<OpenJobs> Jobs, int Deliveries)? load;
    private long? askedAt;

    /// <summary>Makes the gauges.</summary>
    public void Open()
    {
        metrics.Meter.CreateObservableGauge(
            "asr.jobs.queued", () => ByPriority(jobs => (long)jobs.Sum(each => each.Count)), "{job}", "Jobs that wait, of all nodes.");
        metrics.Meter.CreateObservableGauge(
            "asr.queue.oldest.age", () => ByPriority(jobs => jobs.Select(AgeOf).DefaultIfEmpty().Max()), "s", "How long the oldest job waits, of all nodes.");
        metrics.Meter.CreateObservableGauge(
            "asr.callbacks.waiting", () => Ask() is { } now ? [new Measurement<long>(now.Deliveries)] : Enumerable.Empty<Measurement<long>>(), "{delivery}", "Callbacks that are still to be sent, of all nodes.");
    }

    private IEnumerable<Measurement<T>> ByPriority<T>(Func<IEnumerable<OpenJobs>, T> value)
        where T : struct => Ask() is not { } now ? [] : Enum.GetValues<JobPriority>().Select(EnumWord.Of).Select(priority => new Measurement<T>(
            value(now.Jobs.Where(jobs => jobs.State == EnumWord.Of(JobState.Queued) && jobs.Priority == priority)), new KeyValuePair<string, object?>("priority", priority)));

    private double AgeOf(OpenJobs jobs) => (time.GetUtcNow() - jobs.Oldest).TotalSeconds;

    // Without a database there is nothing to tell, and the other metrics are told all the same.
    private (IReadOnlyList<OpenJobs> Jobs, int Deliveries)? Ask()
    {
        lock (gate)
        {
            if (askedAt is { } at && time.GetElapsedTime(at) < Freshness)
                return load;

            try
            {
                load = queue.Load(Patience);
            }
            catch (Exception exception)
            {
                load = null;
                log.LogDebug("How the queue stands is not known: {Reason}", exception.GetBaseException().Message);
            }

            askedAt = time.GetTimestamp();
            return load;
        }
    }
}
