using AsrService.Core.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AsrService.Data.Queue;

/// <summary>Keeps this node's leases, and stops the work on those that were lost: cancelled, deleted or taken over.</summary>
internal sealed class LeaseRenewal(IJobLeases leases, RunningLeases running, TimeProvider time, ILogger<LeaseRenewal> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(JobLease.RenewalInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (running.All is not { Count: > 0 } held)
                continue;

            try
            {
                foreach (var lost in await leases.RenewAsync(held, stoppingToken))
                    running.Lose(lost);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The work goes on: nobody can take a lease without the database either.
                log.LogWarning("The leases could not be renewed: {Reason}", exception.GetBaseException().Message);
            }
        }
    }
}
