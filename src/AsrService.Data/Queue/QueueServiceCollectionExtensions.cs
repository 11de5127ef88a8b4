using AsrService.Core.Jobs;
using AsrService.Data.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>The job engine: Quartz, clustered on the application's PostgreSQL.</summary>
internal static class QueueServiceCollectionExtensions
{
    /// <summary>The scheduler's name, by which Quartz's tables tell several apart.</summary>
    public const string SchedulerName = "asr";

    // New jobs are rung for (QueueBell); this is for those that nobody heard.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    // A node without workers only has the recurring job to look for.
    private static readonly TimeSpan AdministrationInterval = TimeSpan.FromSeconds(15);

    public static void AddQueue(this IServiceCollection services, QueueOptions options)
    {
        services.AddSingleton(options).AddSingleton<RunningLeases>().AddSingleton<JobTriggers>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = SchedulerName;
                scheduler.InstanceId = options.Node;
                scheduler.IdleWaitTime = options.IsWorker ? PollInterval : AdministrationInterval;
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(options.Concurrency);
            quartz.UseExecutionLimits(limits => Limit(limits, options));
            quartz.UsePersistentStore(store =>
            {
                store.ConfigureStore(ado =>
                {
                    ado.AcceptEnlistedTransactions = true;
                    ado.RecoverFiringsCancelledByShutdown = true;
                });
                store.UsePostgres(source => source.UseRegisteredDataSource = true);
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = TimeSpan.FromSeconds(2);
                    cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(8);
                });
                store.ProvisionSchema();
            });
            quartz.AddJob<TranscribeJob>(job => job.WithIdentity(TranscribeJob.Key).StoreDurably());
            quartz.AddJob<RetentionJob>(job => job.WithIdentity(RetentionJob.Key).StoreDurably());
            quartz.AddTrigger(trigger => trigger
                .WithIdentity(RetentionJob.Key.Name)
                .ForJob(RetentionJob.Key)
                .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(options.RetentionInterval).RepeatForever()));
        });
        services.AddHostedService<QueueService>();
        services.AddHostedService<QueueBell>();
        if (options.IsWorker)
        {
            services.AddHostedService<LeaseRenewal>();
            services.AddHostedService<JobSweep>();
            services.AddHostedService<SessionPump>();
        }
    }

    private static void Limit(ExecutionLimitsBuilder limits, QueueOptions options)
    {
        if (!options.IsWorker)
            limits.ForGroup(JobTriggers.SharedGroup, 0, ExecutionLimitScope.Node).ForGroupsWithPrefix(JobTriggers.ClientPrefix, 0, ExecutionLimitScope.Node);
        else if (options.MaxRunningPerClient > 0)
            limits.ForGroupsWithPrefix(JobTriggers.ClientPrefix, options.MaxRunningPerClient, ExecutionLimitScope.Cluster);
    }
}
