using AsrService.Data.Callbacks;
using AsrService.Data.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz.Extensibility;

namespace AsrService.Data.Queue;

/// <summary>
/// Wakes this node's scheduler when another node has queued a job, its sender of callbacks when a job has ended, those who watch a job when it
/// changes, and whoever follows a session or waits for its text. All but the last look by themselves now and then; a bell that is not heard (a
/// pooler between, a connection that broke) costs no more than that.
/// </summary>
internal sealed class QueueBell(
    NpgsqlDataSource database, ISchedulerSignaler scheduler, DeliveryBell deliveries, JobBells jobs, SessionBell sessions, QueueOptions options, TimeProvider time, ILogger<QueueBell> log)
    : BackgroundService
{
    private const string Channel = "asr_jobs";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Rings for the workers of a shard. To be called behind the commit: who rings within a transaction keeps all others of the database
    /// server that ring from committing until its own commit is on the disk.
    /// </summary>
    public static Task RingAsync(DatabaseFacade database, string shard, CancellationToken cancellationToken) =>
        database.ExecuteSqlAsync($"select pg_notify({Channel}, {shard})", cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.LogDebug(exception, "Not listening; the queue is polled");
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var listen = new NpgsqlCommand($"listen {Channel}; listen {DeliveryBell.Channel}; listen {JobBells.Channel}; listen {SessionBell.Chunks}; listen {SessionBell.Closed}; listen {SessionBell.Texts}", connection);
        await listen.ExecuteNonQueryAsync(cancellationToken);
        var isForScheduler = false;
        connection.Notification += (_, notification) =>
        {
            if (notification.Channel == Channel)
                // Nodes of an earlier version, which know no shards, say nothing.
                isForScheduler |= notification.Payload.Length == 0 || notification.Payload == options.Shard;
            else if (notification.Channel == DeliveryBell.Channel)
                deliveries.Ring();
            else if (notification.Channel == JobBells.Channel)
                jobs.Ring(Guid.Parse(notification.Payload));
            else
                sessions.Hear(notification.Channel, notification.Payload);
        };
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
            if (isForScheduler && options.IsWorker)
                await scheduler.SignalSchedulingChange(null, cancellationToken);
            isForScheduler = false;
        }
    }
}
