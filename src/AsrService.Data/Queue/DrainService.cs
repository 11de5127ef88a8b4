using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>
/// At shutdown, takes no new work and lets running attempts finish for a while. Registered after Quartz and so stopped
/// before it; what still runs then is interrupted by Quartz and handed back to the queue.
/// </summary>
internal sealed class DrainService(
    ISchedulerFactory schedulers, RunningJobs running, QueueOptions options, TimeProvider time, ILogger<DrainService> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await scheduler.Standby(cancellationToken);
        if (running.WhenIdle.IsCompleted)
            return;

        log.LogInformation("Waiting up to {Timeout} for running jobs; those that do not finish run again after the next start", options.DrainTimeout);
        try
        {
            await running.WhenIdle.WaitAsync(options.DrainTimeout, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            log.LogInformation("The time is up; running jobs are interrupted");
        }
    }
}
