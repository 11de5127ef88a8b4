using AsrService.Core;
using AsrService.Core.Jobs;

namespace AsrService.Callbacks;

/// <summary>A job has ended, in the form that Standard Webhooks recommends.</summary>
/// <param name="Type"><c>job.</c> and the state: <c>job.done</c>, <c>job.failed</c>, <c>job.cancelled</c>, <c>job.quarantined</c>.</param>
/// <param name="Timestamp">When it ended.</param>
/// <param name="Data">The job.</param>
internal sealed record JobEvent(string Type, DateTimeOffset? Timestamp, JobEventData Data)
{
    public static JobEvent Of(Job job, bool isFull)
    {
        var state = EnumWord.Of(job.State);
        return new($"job.{state}", job.FinishedAt, new(
            job.Id, job.Protocol, job.ExternalId, state, job.CreatedAt, job.StartedAt, job.FinishedAt, job.AudioSeconds, job.Transcript?.Language, job.Error,
            $"{NativeJobs.NativeApi.Path}/{job.Id}", isFull ? job.Transcript?.Text : null));
    }
}
