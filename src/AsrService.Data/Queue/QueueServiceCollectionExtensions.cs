using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>The job engine: Quartz, clustered on the application's PostgreSQL.</summary>
internal static class QueueServiceCollectionExtensions
{
    public static void AddQueue(this IServiceCollection services, QueueOptions options)
    {
        services.AddSingleton(options).AddSingleton<RunningJobs>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "asr";
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(1);
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(options.Concurrency);
            if (!options.IsWorker)
                quartz.RefuseExecutionGroups(TranscribeJob.ExecutionGroup);
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
            quartz.AddJob<TranscribeJob>(job => job.WithIdentity(TranscribeJob.Key).StoreDurably().RequestRecovery());
        });
        services.AddHostedService<QueueService>();
    }
}
