using Quartz;

namespace AsrService.Data.Queue;

/// <summary>Quartz's triggers of jobs: each waiting job has one, named after it.</summary>
internal sealed class JobTriggers(TimeProvider time)
{
    /// <summary>Execution group of jobs of nobody in particular.</summary>
    public const string SharedGroup = "transcription";

    /// <summary>How the execution groups of clients begin; Quartz limits each of them.</summary>
    public const string ClientPrefix = "client:";

    /// <summary>A trigger that runs the job as soon as it is its turn.</summary>
    public ITrigger For(Guid jobId, string? client, DateTimeOffset queueKey) =>
        TriggerBuilder.Create(time)
            .WithIdentity(NameOf(jobId), TranscribeJob.Key.Name)
            .ForJob(TranscribeJob.Key)
            .WithExecutionGroup(client is null ? SharedGroup : ClientPrefix + client)
            .UsingJobData(TranscribeJob.JobId, jobId.ToString())
            .StartAt(queueKey)

            // Any other instruction moves a waiting trigger's time when the queue is long, and with it its place.
            .WithSchedule(SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
            .Build();

    /// <summary>The trigger's name.</summary>
    public static string NameOf(Guid jobId) => jobId.ToString("N");
}
