using AsrService.Core.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>
/// Runs Quartz from the moment that the whole server has started. At shutdown, takes no new work and lets running attempts
/// finish for a while; Quartz then interrupts the rest and hands them back to the queue. All of that happens before the
/// web server stops, so that callers can still poll meanwhile, and so that a slow upload does not use up the time.
/// </summary>
/// <remarks>
/// Quartz's own hosted service starts it beside the host, and a scheduler that is shut down while it is still starting
/// goes on for ever. The host waits for what is started here, so the two never meet.
/// </remarks>
internal sealed class QueueService(
    ISchedulerFactory schedulers, RunningLeases running, QueueOptions options, TimeProvider time, ILogger<QueueService> log)
    : IHostedLifecycleService
{
    // To interrupt attempts and hand them back; they stop within a second, and the database answers or does not.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private Task? drain;
    private bool isStarted;

    // A host may be stopped by several callers at once; they wait for the one drain. One that could not start runs nothing.
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (gate)
            return drain ??= isStarted ? DrainAsync() : Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        lock (gate)
        {
            if (drain is not null)
                return;
            isStarted = true;
        }

        await scheduler.Start(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task DrainAsync()
    {
        try
        {
            // Not the host's token: what is interrupted must be handed back, however long the rest of the shutdown takes.
            var scheduler = await schedulers.GetScheduler(CancellationToken.None);
            await scheduler.Standby(CancellationToken.None);
            await WaitAsync();
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None).AsTask().WaitAsync(ShutdownTimeout, time);
        }
        catch (Exception exception)
        {
            // Without a database nothing can be handed back; the rest of the shutdown goes on, and jobs are recovered as
            // after a crash.
            log.LogError(exception, "The queue did not shut down in order");
        }
    }

    private async Task WaitAsync()
    {
        if (running.WhenIdle.IsCompleted)
            return;

        log.LogInformation("Waiting up to {Timeout} for running jobs; those that do not finish run again after the next start", options.DrainTimeout);
        try
        {
            await running.WhenIdle.WaitAsync(options.DrainTimeout, time);
        }
        catch (TimeoutException)
        {
            log.LogInformation("The time is up; running jobs are interrupted");
        }
    }
}
