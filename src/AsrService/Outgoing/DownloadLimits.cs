namespace AsrService.Outgoing;

/// <summary>What one download has used of its bytes and its time.</summary>
internal sealed class DownloadLimits(DownloadOptions options, TimeProvider time)
{
    // Only waiting counts: whoever reads slowly is not the other server's fault.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly long start = time.GetTimestamp();
    private long bytes;
    private long bytesOfWindow;
    private TimeSpan waitedInWindow;

    private TimeSpan TimeLeft => options.Timeout - time.GetElapsedTime(start);

    /// <summary>Refuses a file by the length that it announces.</summary>
    public void Announce(long? length)
    {
        if (length > options.MaxBytes)
            throw TooLarge();
    }

    /// <summary>A token that ends with the time of the whole download, or before.</summary>
    public CancellationTokenSource Wait(TimeSpan atMost)
    {
        var wait = TimeLeft < atMost ? TimeLeft : atMost;
        return new CancellationTokenSource(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time);
    }

    /// <summary>Makes a read that has as long as the time and the slowest speed leave it.</summary>
    public async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var before = time.GetTimestamp();

        // Decided before: a timer may be early by a hair.
        var isLast = TimeLeft <= Window - waitedInWindow;
        using var patience = Wait(Window - waitedInWindow);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var count = await stream.ReadAsync(buffer, either.Token);
            Count(count, time.GetElapsedTime(before));
            return count;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DownloadException(
                DownloadFault.Timeout,
                isLast
                    ? $"The download takes longer than {options.Timeout}."
                    : $"The download is slower than {options.MinBytesPerSecond} bytes a second.",
                exception);
        }
    }

    private void Count(int count, TimeSpan waited)
    {
        bytes += count;
        if (bytes > options.MaxBytes)
            throw TooLarge();

        bytesOfWindow += count;
        waitedInWindow += waited;
        if (bytesOfWindow >= options.MinBytesPerSecond * Window.TotalSeconds)
            (bytesOfWindow, waitedInWindow) = (0, TimeSpan.Zero);
    }

    private DownloadException TooLarge() => new(DownloadFault.TooLarge, $"The file has more than {options.MaxBytes} bytes, the most that is allowed.");
}
