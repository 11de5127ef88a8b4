using AsrService.Core.Recognition;
using AsrService.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace AsrService.Core.Sessions;

/// <summary>Recognises one session while the user speaks.</summary>
public sealed class SessionRunner(ISessionLeases leases, ISpeechListeners listeners, TranscriptionOptions defaults, AsrMetrics metrics, TimeProvider time, ILogger<SessionRunner> log)
{
    /// <summary>Follows a session until it is closed, lost, or silent for a while.</summary>
    /// <param name="lease">The right to do so; whoever took it renews it meanwhile.</param>
    /// <param name="signal">Rung when a chunk has come.</param>
    /// <param name="lost">Cancelled when the lease is lost.</param>
    /// <param name="stop">Cancelled when the node shuts down: another one goes on.</param>
    public async Task FollowAsync(SessionLease lease, Bell signal, CancellationToken lost, CancellationToken stop)
    {
        using var scope = log.BeginScope(new Dictionary<string, object> { ["JobId"] = lease.SessionId });
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lost, stop);
        metrics.SessionsChanged(1);
        try
        {
            await using var follower = new SessionFollower(lease, leases, listeners.Listen(lease.Options.Or(defaults), lease.Position, lease.Language), metrics, time, log);
            await follower.RunAsync(signal, either.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            log.LogDebug("The session is its job's now, or another worker's");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await leases.ReleaseAsync(lease, readTo: null, CancellationToken.None);
        }
        catch (AudioException exception)
        {
            // What is asked for cannot be done, now or later; the job says so to the caller.
            log.LogInformation("The session is not followed: {Reason}", exception.Message);
            await leases.ReleaseAsync(lease, int.MaxValue, CancellationToken.None);
        }
        finally
        {
            metrics.SessionsChanged(-1);
        }
    }
}
