using AsrService.Tests.Outgoing;
using Microsoft.AspNetCore.Http;

namespace AsrService.IntegrationTests.TeleAi;

/// <summary>A server of a client that has one recording, at every path.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly List<string> ranges = [];
    private LoopbackServer server = null!;

    /// <summary>What was asked for, request by request: a range, or nothing.</summary>
    public IReadOnlyList<string> Ranges => ranges;

    public Uri Url => new(server.Url, "recording.mp3");

    /// <summary>Starts a server.</summary>
    /// <param name="recording">What it has.</param>
    /// <param name="knowsRange">Whether it sends parts.</param>
    /// <param name="deaths">How many requests it dies half-way through, at first.</param>
    public static async Task<FileServer> StartAsync(byte[] recording, bool knowsRange = true, int deaths = 0)
    {
        var files = new FileServer();
        files.server = await LoopbackServer.StartAsync(async context =>
        {
            lock (files.ranges)
                files.ranges.Add(context.Request.Headers.Range.ToString());
            var from = (int)(knowsRange ? context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0 : 0);
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.ContentLength = recording.Length - from;
            if (from > 0)
                (context.Response.StatusCode, context.Response.Headers.ContentRange) = (206, $"bytes {from}-{recording.Length - 1}/{recording.Length}");

            var isDying = files.ranges.Count <= deaths;
            await context.Response.Body.WriteAsync(recording.AsMemory(from, isDying ? (recording.Length - from) / 2 : recording.Length - from));
            if (isDying)
                throw new IOException("The server dies.");
        });
        return files;
    }

    /// <summary>The same recording under another name.</summary>
    public Uri At(string name) => new(server.Url, name);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
