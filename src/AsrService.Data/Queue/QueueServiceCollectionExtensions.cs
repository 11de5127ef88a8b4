using AsrService.Core.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>The job engine: Quartz, clustered on the application's PostgreSQL.</summary>
internal static class QueueServiceCollectionExtensions
{
    /// <summary>The scheduler's name, by which Quartz's tables tell several apart.</summary>
    public const string SchedulerName = "asr";

    public static void AddQueue(this IServiceCollection services, QueueOptions options)
    {
        services.AddSingleton(options).AddSingleton<RunningLeases>().AddSingleton<JobTriggers>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = SchedulerName;
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(1);
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
        if (options.IsWorker)
        {
            services.AddHostedService<LeaseRenewal>();
            services.AddHostedService<JobSweep>();
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
