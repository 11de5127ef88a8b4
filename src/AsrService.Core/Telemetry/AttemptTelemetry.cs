using System.Diagnostics;
using AsrService.Core.Jobs;

namespace AsrService.Core.Telemetry;

/// <summary>An attempt at a job while it is traced and measured. Neither a recording's name nor its text, nor a sentence about a failure, gets into it.</summary>
internal sealed class AttemptTelemetry : IDisposable
{
    private readonly AsrMetrics metrics;
    private readonly JobLease lease;
    private readonly TimeProvider time;
    private readonly long began;
    private readonly Activity? span;
    private AttemptOutcome outcome = AttemptOutcome.Lost;

    public AttemptTelemetry(AsrMetrics metrics, JobLease lease, string node, TimeProvider time)
    {
        (this.metrics, this.lease, this.time) = (metrics, lease, time);
        began = time.GetTimestamp();
        span = AsrTraces.BeginAttempt(lease, node);

        // Later starts have waited for other things as well.
        if (lease.FencingToken == 1)
            metrics.Started(lease.Origin);
    }

    /// <summary>Begins a part of it.</summary>
    public Activity? Part(string name) => AsrTraces.BeginPart(span, name);

    /// <summary>Notes the model; where it is a file, not where it lies.</summary>
    public void Uses(string? model) => span?.SetTag("asr.model", Path.GetFileName(model));

    /// <summary>Ends it with a transcript.</summary>
    public void Complete(double audioSeconds)
    {
        outcome = AttemptOutcome.Done;
        metrics.Ended(JobState.Done, null, 1);
        metrics.Transcribed(lease.Origin.Protocol, audioSeconds);
        span?.SetTag("asr.audio.seconds", audioSeconds);

        // What was recognised while it was spoken is only put together now.
        if (audioSeconds <= 0 || lease.IsLive == true)
            return;

        var factor = time.GetElapsedTime(began).TotalSeconds / audioSeconds;
        metrics.Paced(factor);
        span?.SetTag("asr.real_time_factor", factor);
    }

    /// <summary>Ends it, and the job, with a failure.</summary>
    public void Fail(JobFailure failure)
    {
        metrics.Ended(JobState.Failed, failure, 1);
        End(AttemptOutcome.Failed, failure);
    }

    /// <summary>Ends it in another way; what nobody ends is lost.</summary>
    public void End(AttemptOutcome how, JobFailure? failure = null)
    {
        outcome = how;
        if (failure is { } word)
            span?.SetTag("error.type", EnumWord.Of(word)).SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        metrics.Attempted(lease.Origin.Protocol, outcome, time.GetElapsedTime(began));
        span?.SetTag(AsrTraces.Outcome, EnumWord.Of(outcome));
        span?.Dispose();
    }
}
