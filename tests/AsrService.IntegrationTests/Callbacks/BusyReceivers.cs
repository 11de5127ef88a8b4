using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>Receivers at addresses of their own, which count how many requests they have at once, and answer none before <see cref="Open"/>.</summary>
internal sealed class BusyReceivers : IAsyncDisposable
{
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, int> atOnce = new();
    private readonly Lock gate = new();
    private readonly List<Receiver> receivers = [];
    private int all;

    public IReadOnlyList<Receiver> Receivers => receivers;

    /// <summary>The most at once, at all of them.</summary>
    public int Peak { get; private set; }

    /// <summary>The most at once at one host.</summary>
    public int PeakOfHost { get; private set; }

    public static async Task<BusyReceivers> StartAsync(int count)
    {
        var busy = new BusyReceivers();
        for (var i = 1; i <= count; i++)
        {
            var address = $"127.0.0.{i}";
            busy.receivers.Add(await Receiver.StartAsync((context, _) => busy.AnswerAsync(context, address), address));
        }

        return busy;
    }

    public void Open() => open.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Open();
        foreach (var receiver in receivers)
            await receiver.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context, string host)
    {
        lock (gate)
        {
            Peak = Math.Max(Peak, ++all);
            PeakOfHost = Math.Max(PeakOfHost, atOnce.AddOrUpdate(host, 1, (_, count) => count + 1));
        }

        try
        {
            await open.Task.WaitAsync(context.RequestAborted);
        }
        finally
        {
            lock (gate)
            {
                all--;
                atOnce[host]--;
            }
        }
    }
}
