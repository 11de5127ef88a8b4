using AsrService.Core;

namespace AsrService.Data.Callbacks;

/// <summary>Wakes the one who sends callbacks on this node.</summary>
internal sealed class DeliveryBell : Bell
{
    /// <summary>What PostgreSQL rings when a delivery is written.</summary>
    public const string Channel = "asr_deliveries";

    /// <summary>Rings when the time is up.</summary>
    public async Task RingAfterAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Ring();
    }
}
