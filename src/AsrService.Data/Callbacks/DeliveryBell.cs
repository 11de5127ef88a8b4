using System.Threading.Channels;

namespace AsrService.Data.Callbacks;

/// <summary>Wakes the one who sends callbacks on this node.</summary>
internal sealed class DeliveryBell
{
    /// <summary>What PostgreSQL rings when a delivery is written.</summary>
    public const string Channel = "asr_deliveries";

    // One ring is as good as many.
    private readonly Channel<bool> rung = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => rung.Writer.TryWrite(true);

    /// <summary>Rings when the time is up.</summary>
    public async Task RingAfterAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Ring();
    }

    /// <summary>Waits until it is rung, or the time is up.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await rung.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up.
        }
    }
}
