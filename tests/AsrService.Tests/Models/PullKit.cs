using System.Collections.Concurrent;
using System.Security.Cryptography;
using AsrService.Audio.Models;
using AsrService.Models;
using AsrService.Tests.Core;
using AsrService.Tests.Outgoing;
using Microsoft.AspNetCore.Http;

namespace AsrService.Tests.Models;

/// <summary>A model of 10,000 bytes, a hub that has it and answers as a test wants, and a directory that it is pulled into.</summary>
internal sealed class PullKit : IPullDisplay, IAsyncDisposable
{
    public const string Tag = "\"one\"";

    private readonly TemporaryDirectory directory = new();
    private readonly LoopbackServer server;

    private PullKit(LoopbackServer server) => this.server = server;

    public static byte[] Bytes { get; } = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i % 251))];

    public static byte[] OtherBytes { get; } = [.. Bytes.Select(value => (byte)~value)];

    public static KnownModel Model { get; } = new("test", "ggml-test.bin", Convert.ToHexStringLower(SHA256.HashData(Bytes)), Bytes.Length);

    /// <summary>The ranges and conditions that the hub was asked for.</summary>
    public List<string> Asked { get; } = [];

    public ConcurrentQueue<string> Said { get; } = [];

    public HastyTime Time { get; } = new(TimeSpan.FromSeconds(30));

    public string Path => directory.File(Model.File);

    public string PartPath => Path + ModelPull.PartSuffix;

    /// <summary>Starts a hub.</summary>
    /// <param name="answer">Given how many requests came before this one.</param>
    public static async Task<PullKit> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var kit = (PullKit?)null;
        kit = new PullKit(await LoopbackServer.StartAsync(context =>
        {
            lock (kit!.Asked)
                kit.Asked.Add($"{context.Request.Headers.Range}{(context.Request.Headers.IfRange.Count > 0 ? " if " : "")}{context.Request.Headers.IfRange}");
            return answer(context, kit.Asked.Count - 1);
        }));
        return kit;
    }

    /// <summary>What is asked for, and no more than up to a position, where the server dies.</summary>
    public static async Task SendAsync(HttpContext context, int until = int.MaxValue, string? tag = Tag, byte[]? bytes = null, bool ignoresRange = false)
    {
        bytes ??= Bytes;
        var from = ignoresRange ? 0 : (int)(context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0);
        context.Response.Headers.ETag = tag;
        context.Response.ContentLength = bytes.Length - from;
        if (from > 0)
            (context.Response.StatusCode, context.Response.Headers.ContentRange) = (206, $"bytes {from}-{bytes.Length - 1}/{bytes.Length}");

        until = Math.Min(until, bytes.Length);
        await context.Response.Body.WriteAsync(bytes.AsMemory(from..until));
        await context.Response.Body.FlushAsync();
        if (until < bytes.Length)
            throw new IOException("The server dies.");
    }

    public async Task<bool> PullAsync(ModelOptions? options = null, TimeProvider? time = null, KnownModel? model = null)
    {
        using var hub = new ModelHub(options ?? new() { Mirror = server.Url.AbsoluteUri });
        return await new ModelPull(hub, new ModelLocator(directory.Path), time ?? Time).PullAsync(model ?? Model, this, TestContext.Current.CancellationToken);
    }

    /// <summary>A pull that must come to nothing, of which nothing stays under the final name.</summary>
    public async Task<string> FailAsync(KnownModel? model = null)
    {
        var exception = await Assert.ThrowsAsync<PullException>(() => PullAsync(model: model));
        Assert.False(File.Exists(Path));
        return exception.Message;
    }

    /// <summary>That the right file is there, and nothing of the way it came.</summary>
    public void CheckComplete()
    {
        Assert.Equal(Bytes, File.ReadAllBytes(Path));
        Assert.False(File.Exists(PartPath));
    }

    public void Show(long bytes) => Assert.InRange(bytes, 0, Bytes.Length);

    public void Say(string sentence) => Said.Enqueue(sentence);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }
}
