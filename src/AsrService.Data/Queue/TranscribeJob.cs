using AsrService.Core.Jobs;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>Quartz's side of one attempt at a job.</summary>
internal sealed class TranscribeJob(JobRunner runner) : IJob
{
    public const string JobId = "jobId";

    public static readonly JobKey Key = new("transcribe");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        // A recovery after a crash fires under a new trigger key, so the job is known by its data and not by its key.
        var jobId = Guid.Parse(context.MergedJobDataMap.GetString(JobId)!);
        await runner.RunAsync(jobId, context.Scheduler.SchedulerInstanceId, cancellationToken);
    }
}
