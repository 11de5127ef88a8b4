using System.Diagnostics;
using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;

namespace AsrService.Core.Telemetry;

/// <summary>The trace of a job: its submission, each attempt and each callback. Nothing is made where nobody listens.</summary>
public static class AsrTraces
{
    /// <summary>What a listener asks for.</summary>
    public const string SourceName = "AsrService";

    internal const string JobId = "asr.job.id";
    internal const string Protocol = "asr.protocol";
    internal const string Client = "asr.client.id";
    internal const string Attempt = "asr.attempt";
    internal const string Outcome = "asr.outcome";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the span that all others of a job hang on.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="job">What it is made of.</param>
    /// <param name="context">What to keep with the job, as W3C's traceparent; null where there is no trace.</param>
    public static Activity? Submit(Guid jobId, NewJob job, out string? context)
    {
        // A request that only we leave out, such as one of the many chunks of a session, is no beginning of a job's trace.
        if (Activity.Current is { Recorded: false, ParentId: null } && Source.HasListeners())
            Activity.Current = null;

        var span = Source.StartActivity("submit", ActivityKind.Producer);
        span?.SetTag(JobId, jobId).SetTag(Protocol, job.Protocol).SetTag(Client, job.Client);

        // Of a caller who does not want to be traced, that is kept.
        context = span?.Id ?? (Activity.Current is { ParentId: not null } request ? request.Id : null);
        return span;
    }

    /// <summary>Begins an attempt at a job.</summary>
    internal static Activity? BeginAttempt(JobLease lease, string node) => Begin("attempt", ActivityKind.Consumer, lease.Origin.TraceContext)?
        .SetTag(JobId, lease.JobId).SetTag(Protocol, lease.Origin.Protocol).SetTag(Client, lease.Origin.Client).SetTag(Attempt, lease.Attempt).SetTag("asr.node", node);

    /// <summary>Begins a part of an attempt, if that is traced.</summary>
    internal static Activity? BeginPart(Activity? of, string name) => of is null ? null : Source.StartActivity(name, ActivityKind.Internal, of.Context);

    /// <summary>Begins an attempt at a callback. Of its URL no more is told than the host: some have a secret in their path.</summary>
    public static Activity? BeginCallback(DueDelivery delivery, Job job) => Begin("callback", ActivityKind.Client, job.TraceContext)?
        .SetTag(JobId, job.Id).SetTag(Protocol, job.Protocol).SetTag(Client, delivery.Client).SetTag(Attempt, delivery.Attempt).SetTag("server.address", new Uri(delivery.Url).Host);

    /// <summary>Notes how it ended. The sentence about it may tell what is nobody's business.</summary>
    public static void EndCallback(Activity? span, AttemptResult result)
    {
        span?.SetTag(Outcome, EnumWord.Of(result.Outcome)).SetTag("http.response.status_code", result.StatusCode);
        if (result.Outcome != DeliveryOutcome.Delivered)
            span?.SetStatus(ActivityStatusCode.Error);
    }

    private static Activity? Begin(string name, ActivityKind kind, string? context) =>
        Source.StartActivity(name, kind, ActivityContext.TryParse(context, null, isRemote: true, out var parent) ? parent : default);
}
