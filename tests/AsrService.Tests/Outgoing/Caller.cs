using System.Collections.Concurrent;
using System.Net;
using AsrService.Outgoing;
using Microsoft.Extensions.Logging;

namespace AsrService.Tests.Outgoing;

/// <summary>The way out of a server that may call 127.0.0.1, with a resolver that answers what it is told, the last answer for ever.</summary>
internal sealed class Caller : IDisposable, ILogger<OutgoingHttp>
{
    private readonly string[][] answers;
    private int asked;

    public Caller(params string[][] answers)
    {
        this.answers = answers;
        Guard = new OutgoingGuard(Options, ResolveAsync);
        Http = new OutgoingHttp(Guard, Options, this);
    }

    public OutgoingGuard Guard { get; }

    public OutgoingHttp Http { get; }

    /// <summary>How often the resolver was asked for a name.</summary>
    public int Asked => asked;

    public ConcurrentQueue<string> Logged { get; } = [];

    private static OutgoingOptions Options => new() { AllowedNetworks = "127.0.0.1/32, 127.0.0.3/32" };

    public async Task<HttpResponseMessage> GetAsync(Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<DownloadedAudio> OpenAsync(Uri url, DownloadOptions? options = null, TimeProvider? time = null) =>
        new AudioDownload(Http, options ?? new(), time ?? TimeProvider.System).OpenAsync(url, TestContext.Current.CancellationToken);

    /// <summary>A download that must come to nothing; names resolve to <paramref name="answer"/>.</summary>
    public static async Task<DownloadException> FailsAsync(
        DownloadFault fault, Uri url, DownloadOptions? options = null, TimeProvider? time = null, string answer = "127.0.0.1")
    {
        using var caller = new Caller([answer]);
        var exception = await Assert.ThrowsAsync<DownloadException>(() => caller.OpenAsync(url, options, time));
        Assert.Equal(fault, exception.Fault);
        return exception;
    }

    public void Dispose() => Http.Dispose();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Enqueue(formatter(state, exception));

    private Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
            return Task.FromResult<IPAddress[]>([literal]);
        var answer = answers[Math.Min(Interlocked.Increment(ref asked), answers.Length) - 1];
        return Task.FromResult<IPAddress[]>([.. answer.Select(IPAddress.Parse)]);
    }
}
