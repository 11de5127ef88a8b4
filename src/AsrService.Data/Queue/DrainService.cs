using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>
/// At shutdown, takes no new work and lets running attempts finish for a while; Quartz then interrupts the rest and hands
/// them back to the queue. All of that happens before the web server stops, so that callers can still poll meanwhile, and
/// so that a slow upload does not use up the time.
/// </summary>
internal sealed class DrainService(
    ISchedulerFactory schedulers, RunningJobs running, QueueOptions options, TimeProvider time, ILogger<DrainService> log)
    : IHostedLifecycleService
{
    private readonly Lock gate = new();
    private Task? drain;

    // A host may be stopped by several callers at once; they wait for the one drain.
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (gate)
            return drain ??= DrainAsync();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // Without a database nothing can be handed back, and Quartz fails where it was still starting; the rest of the
            // shutdown goes on, and jobs are recovered as after a crash.
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
