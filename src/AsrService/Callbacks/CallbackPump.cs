using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;
using AsrService.Data.Callbacks;
using AsrService.Data.Clients;

namespace AsrService.Callbacks;

/// <summary>Sends what is due, many at once, each delivery one request at a time.</summary>
internal sealed class CallbackPump(
    DeliveryStore deliveries, DeliveryBell bell, CallbackSender sender, CallbackBodies bodies, IJobStore jobs, ClientStore clients, CallbackOptions options,
    TimeProvider time, ILogger<CallbackPump> log) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    private int underWay;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        try
        {
            await PumpAsync(running, stoppingToken);
        }
        finally
        {
            // What is interrupted has no result and is sent again, by this node or another.
            await Task.WhenAll(running);
        }
    }

    private async Task PumpAsync(HashSet<Task> running, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                running.RemoveWhere(task => task.IsCompleted);
                foreach (var delivery in await deliveries.TakeAsync(options.MaxConcurrent - underWay, stoppingToken))
                {
                    Interlocked.Increment(ref underWay);
                    running.Add(DeliverAsync(delivery, stoppingToken));
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.LogWarning("The outbox could not be read: {Reason}", exception.GetBaseException().Message);
                await Task.Delay(PollInterval, time, stoppingToken);
            }

            await bell.WaitAsync(PollInterval, time, stoppingToken);
        }
    }

    private async Task DeliverAsync(DueDelivery delivery, CancellationToken stoppingToken)
    {
        using var scope = log.BeginScope(new Dictionary<string, object> { ["JobId"] = delivery.JobId });
        try
        {
            if (delivery.IsDisabled)
            {
                await deliveries.ParkAsync(delivery, stoppingToken);
                return;
            }

            var at = time.GetUtcNow();
            if (await SendAsync(delivery, stoppingToken) is not { } result)
                return;

            // Not to be cancelled: what has been sent is known to be sent only once this is written.
            await deliveries.EndAsync(delivery, at, result, CancellationToken.None);
            log.LogInformation("Callback {DeliveryId}, attempt {Attempt}: {Outcome} {StatusCode}", delivery.Id, delivery.Attempt, result.Outcome, result.StatusCode);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            log.LogDebug("Callback {DeliveryId} is interrupted; it is sent again", delivery.Id);
        }
        catch (Exception exception)
        {
            log.LogWarning(exception, "Callback {DeliveryId} has no result; it is sent again", delivery.Id);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
            bell.Ring();
        }
    }

    private async Task<AttemptResult?> SendAsync(DueDelivery delivery, CancellationToken stoppingToken)
    {
        try
        {
            // Deleted or retried since it was taken, and the delivery with it.
            if (await jobs.FindAsync(delivery.JobId, JobScope.Everything, stoppingToken) is not { FinishedAt: not null } job)
                return null;

            var (secrets, isFull) = delivery.Client is null ? ([], false) : await clients.WebhookAsync(delivery.Client, stoppingToken);
            return await sender.SendAsync(new Uri(delivery.Url), delivery.Id, secrets, bodies.Of(job, isFull), stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogWarning(exception, "Callback {DeliveryId} could not be made", delivery.Id);
            return new AttemptResult(DeliveryOutcome.Fault, null, "The request could not be made; the server's log has the reason.", TimeSpan.Zero);
        }
    }
}
