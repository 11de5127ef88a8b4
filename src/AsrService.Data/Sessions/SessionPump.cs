using System.Collections.Concurrent;
using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace AsrService.Data.Sessions;

/// <summary>
/// Follows the sessions of this node, closes those that nothing comes for, and runs the jobs of closed ones at once, beside those that
/// Quartz runs: hours of recordings do not hold them up.
/// </summary>
internal sealed class SessionPump(
    SessionStore sessions, ISessionLeases leases, SessionRunner runner, JobRunner jobs, SessionBell bell, SessionOptions options, ISchedulerFactory schedulers,
    TimeProvider time, ILogger<SessionPump> log) : BackgroundService
{
    // For what nobody rang for: a worker that died, a session that nothing comes for.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BusyInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<SessionLease, CancellationTokenSource> followed = new();
    private readonly ConcurrentDictionary<Task, bool> running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var node = (await schedulers.GetScheduler(stoppingToken)).SchedulerInstanceId;
        var renewal = RenewAsync(stoppingToken);
        var (lookedAt, areOpen) = (long.MinValue, true);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    while (bell.TryGetClosed(out var sessionId) && options.Concurrency > 0)
                        Run(RunJobAsync(sessionId, node, stoppingToken));
                    await TakeAsync(node, stoppingToken);
                    if (lookedAt == long.MinValue || time.GetElapsedTime(lookedAt) >= BusyInterval)
                    {
                        areOpen = await sessions.CloseIdleAsync(options.IdleTimeout, stoppingToken) || !followed.IsEmpty;
                        lookedAt = time.GetTimestamp();
                    }
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    log.LogWarning("Sessions could not be looked for: {Reason}", exception.GetBaseException().Message);
                    await Task.Delay(Pause, time, stoppingToken);
                }

                await bell.Pump.WaitAsync(areOpen ? BusyInterval : PollInterval, time, stoppingToken);
            }
        }
        finally
        {
            await renewal.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAll(running.Keys);
        }
    }

    // One at a time, so that nodes that are rung together share what there is.
    private async Task TakeAsync(string node, CancellationToken stoppingToken)
    {
        while (followed.Count < options.Concurrency && await leases.TakeAsync(atMost: 1, node, stoppingToken) is [var lease])
            Run(FollowAsync(lease, stoppingToken));
    }

    private async Task FollowAsync(SessionLease lease, CancellationToken stoppingToken)
    {
        // Not disposed: somebody may be about to cancel it, and it holds nothing without a timer.
        var lost = new CancellationTokenSource();
        followed[lease] = lost;
        using var signal = bell.Followed.Of(lease.SessionId);
        try
        {
            await Task.Yield();
            await runner.FollowAsync(lease, signal, lost.Token, stoppingToken);
        }
        catch (Exception exception)
        {
            // Its lease expires, and it is taken again.
            log.LogWarning(exception, "Session {SessionId} could not be followed", lease.SessionId);
        }
        finally
        {
            followed.TryRemove(lease, out _);
            bell.Pump.Ring();
        }
    }

    private async Task RunJobAsync(Guid jobId, string node, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            await jobs.RunAsync(jobId, node, stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // It waits, or its lease expires: Quartz runs it.
            log.LogWarning(exception, "The job of session {SessionId} was not run at once", jobId);
        }
        catch (OperationCanceledException)
        {
            log.LogDebug("The job of session {SessionId} waits for another node", jobId);
        }
    }

    private void Run(Task task)
    {
        running[task] = true;
        _ = task.ContinueWith(done => running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task RenewAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SessionLease.RenewalInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (followed.Keys is not { Count: > 0 } held)
                continue;

            try
            {
                foreach (var lease in await leases.RenewAsync([.. held], stoppingToken))
                {
                    if (followed.TryGetValue(lease, out var lost))
                        await lost.CancelAsync();
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.LogWarning("The sessions could not be kept: {Reason}", exception.GetBaseException().Message);
            }
        }
    }
}
