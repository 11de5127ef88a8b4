using AsrService.Core.Jobs;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>Quartz's side of one attempt at a job.</summary>
internal sealed class TranscribeJob(JobRunner runner, RunningJobs running) : IJob
{
    public const string JobId = "jobId";

    /// <summary>Nodes without the worker role refuse this group.</summary>
    public const string ExecutionGroup = "transcription";

    /// <summary>
    /// Trouble with the database passes, and an attempt that ran into it is made again: for a week, because a job whose
    /// trigger is gone would wait for ever. How often a job may start is the rule of <see cref="JobRunner"/>.
    /// </summary>
    public static readonly RetryPolicy StoreRetries =
        RetryPolicy.Exponential(1000, TimeSpan.FromSeconds(15), 4, TimeSpan.FromMinutes(10));

    public static readonly JobKey Key = new("transcribe");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        using var entry = running.Enter();

        // A recovery after a crash fires under a new trigger key, so the job is known by its data and not by its key.
        var jobId = Guid.Parse(context.MergedJobDataMap.GetString(JobId)!);
        await runner.RunAsync(jobId, context.Scheduler.SchedulerInstanceId, cancellationToken);
    }
}
