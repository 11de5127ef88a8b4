using System.Collections.Concurrent;
using AsrService.Tests.Outgoing;
using Microsoft.AspNetCore.Http;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>A partner's server: notes what it is sent, and answers as a test wants it to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedCallback> received = new();
    private readonly SemaphoreSlim arrivals = new(0);
    private LoopbackServer server = null!;

    /// <summary>What has arrived, in order.</summary>
    public IReadOnlyCollection<ReceivedCallback> Received => received;

    public Uri Url => server.Url;

    /// <summary>Starts a receiver.</summary>
    /// <param name="answer">Given how many requests came before this one.</param>
    /// <param name="address">The loopback address that it listens on.</param>
    /// <param name="tls">With a certificate of its own.</param>
    public static async Task<Receiver> StartAsync(Func<HttpContext, int, Task>? answer = null, string address = "127.0.0.1", bool tls = false)
    {
        var receiver = new Receiver();
        var count = 0;
        receiver.server = await LoopbackServer.StartAsync(
            async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                var body = await reader.ReadToEndAsync(context.RequestAborted);
                receiver.received.Enqueue(new(
                    context.Request.Headers["webhook-id"].ToString(), context.Request.Headers["webhook-timestamp"].ToString(), context.Request.Headers["webhook-signature"].ToString(),
                    context.Request.ContentType, body));
                receiver.arrivals.Release();
                if (answer is not null)
                    await answer(context, Interlocked.Increment(ref count) - 1);
            },
            address,
            tls);
        return receiver;
    }

    /// <summary>The first request is answered with the first status, and so on; the last one for ever.</summary>
    public static Func<HttpContext, int, Task> Statuses(params int[] statuses) => (context, count) =>
    {
        context.Response.StatusCode = statuses[Math.Min(count, statuses.Length - 1)];
        return Task.CompletedTask;
    };

    /// <summary>Waits for the next request.</summary>
    public async Task WaitAsync() => Assert.True(
        await arrivals.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken), "No callback has arrived in two minutes");

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        arrivals.Dispose();
    }
}
