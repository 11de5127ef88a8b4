using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;
using AsrService.Core.Telemetry;
using AsrService.Data.Callbacks;
using AsrService.Data.Clients;

namespace AsrService.Callbacks;

/// <summary>Sends what is due, many at once, each delivery one request at a time.</summary>
internal sealed class CallbackPump(
    DeliveryStore deliveries, DeliveryBell bell, CallbackSender sender, CallbackBodies bodies, IJobStore jobs, ClientStore clients, CallbackOptions options,
    AsrMetrics metrics, TimeProvider time, ILogger<CallbackPump> log) : BackgroundService
{
    // For what other nodes have left behind: of what ends, and of its own next attempts, this node is told.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private int underWay;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new HashSet<Task>();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await SendDueAsync(running, stoppingToken);
                await bell.WaitAsync(PollInterval, time, stoppingToken);
            }
        }
        finally
        {
            // What is interrupted has no result and is sent again, by this node or another.
            await Task.WhenAll(running);
        }
    }

    private async Task SendDueAsync(HashSet<Task> running, CancellationToken stoppingToken)
    {
        try
        {
            running.RemoveWhere(task => task.IsCompleted);
            var due = await deliveries.TakeAsync(options.MaxConcurrent - underWay, stoppingToken);
            if (due.Count == 0)
                return;

            // For all of them at once: two statements for each would be most of the work. Whoever needs them waits, and nobody else.
            var ended = deliveries.JobsAsync(due, stoppingToken);
            var webhooks = clients.WebhooksAsync([.. due.Select(delivery => delivery.Client).OfType<string>().Distinct()], stoppingToken);
            foreach (var delivery in due)
            {
                Interlocked.Increment(ref underWay);
                running.Add(DeliverAsync(delivery, ended, webhooks, stoppingToken));
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogWarning("The outbox could not be read: {Reason}", exception.GetBaseException().Message);
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task DeliverAsync(
        DueDelivery delivery, Task<IReadOnlyDictionary<Guid, Job>> ended, Task<IReadOnlyDictionary<string, ClientWebhook>> webhooks, CancellationToken stoppingToken)
    {
        using var scope = log.BeginScope(new Dictionary<string, object> { ["JobId"] = delivery.JobId });
        try
        {
            if (delivery.IsDisabled)
            {
                await deliveries.ParkAsync(delivery, stoppingToken);
                return;
            }

            // Deleted or retried since it was taken, and the delivery with it.
            if (await JobOfAsync(delivery, await ended, stoppingToken) is not { FinishedAt: not null } job)
                return;

            using var span = AsrTraces.BeginCallback(delivery, job);
            var at = time.GetUtcNow();
            var webhook = (await webhooks).GetValueOrDefault(delivery.Client ?? "");
            var result = delivery.Client is null || webhook is not null
                ? await SendAsync(delivery, job, webhook, stoppingToken)
                : new AttemptResult(DeliveryOutcome.Gone, null, "The client was removed.", TimeSpan.Zero);

            metrics.CallbackAttempted(result.Outcome);
            AsrTraces.EndCallback(span, result);

            // Not to be cancelled: what has been sent is known to be sent only once this is written.
            if (await deliveries.EndAsync(delivery, at, result, CancellationToken.None) is { } wait && wait < PollInterval)
                _ = bell.RingAfterAsync(wait, time, stoppingToken);
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

    // TeleAI's body has every sentence with its times, which no other event tells.
    private async Task<Job?> JobOfAsync(DueDelivery delivery, IReadOnlyDictionary<Guid, Job> ended, CancellationToken stoppingToken) =>
        ended.GetValueOrDefault(delivery.JobId) is { Protocol: Protocols.TeleAi } job
            ? await jobs.FindAsync(job.Id, JobScope.Everything, stoppingToken)
            : ended.GetValueOrDefault(delivery.JobId);

    private async Task<AttemptResult> SendAsync(DueDelivery delivery, Job job, ClientWebhook? webhook, CancellationToken stoppingToken)
    {
        try
        {
            var body = bodies.Of(job, webhook?.IsFull == true);
            return await sender.SendAsync(new Uri(delivery.Url), delivery.Id, webhook?.Secrets ?? [], body, stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogWarning(exception, "Callback {DeliveryId} could not be made", delivery.Id);
            return new AttemptResult(DeliveryOutcome.Fault, null, "The request could not be made; the server's log has the reason.", TimeSpan.Zero);
        }
    }
}
