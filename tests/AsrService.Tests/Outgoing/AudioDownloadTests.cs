using System.Net;
using System.Net.Sockets;
using AsrService.Outgoing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.Tests.Outgoing;

public sealed class AudioDownloadTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_arrives_whole()
    {
        var bytes = new byte[1_000_000];
        Random.Shared.NextBytes(bytes);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes);
        });
        using var caller = new Caller();

        using var audio = await caller.OpenAsync(server.Url, new() { MaxBytes = bytes.Length });
        using var copy = new MemoryStream();
        await audio.Content.CopyToAsync(copy, Stop);

        Assert.Equal(bytes.Length, audio.Length);
        Assert.Equal(bytes, copy.ToArray());
    }

    [Theory]
    [InlineData(404, DownloadFault.NotFound)]
    [InlineData(401, DownloadFault.NotFound)]
    [InlineData(204, DownloadFault.NotFound)]
    [InlineData(206, DownloadFault.NotFound)]
    [InlineData(304, DownloadFault.NotFound)]
    [InlineData(408, DownloadFault.Unreachable)]
    [InlineData(429, DownloadFault.Unreachable)]
    [InlineData(500, DownloadFault.Unreachable)]
    [InlineData(503, DownloadFault.Unreachable)]
    public async Task Only_200_is_the_file(int status, object fault)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        var exception = await Caller.FailsAsync((DownloadFault)fault, server.Url);

        Assert.Equal($"127.0.0.1 answered {status} instead of 200.", exception.Message);
    }

    [Fact]
    public async Task A_server_that_is_not_there_may_be_tried_again()
    {
        var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        var url = server.Url;
        await server.DisposeAsync();

        var exception = await Caller.FailsAsync(DownloadFault.Unreachable, url);

        Assert.True(exception.CanPass);
    }

    [Fact]
    public async Task A_name_that_is_not_known_may_be_tried_again()
    {
        var options = new OutgoingOptions();
        var guard = new OutgoingGuard(options, (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        using var http = new OutgoingHttp(guard, options, Microsoft.Extensions.Logging.Abstractions.NullLogger<OutgoingHttp>.Instance);
        var download = new AudioDownload(http, new(), TimeProvider.System);

        var exception = await Assert.ThrowsAsync<DownloadException>(() => download.OpenAsync(new Uri("http://audio.example.org/"), Stop));

        Assert.Equal((DownloadFault.Unreachable, true), (exception.Fault, exception.CanPass));
        Assert.Equal("audio.example.org cannot be reached: its name has no address.", exception.Message);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_makes_a_server_unreachable()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask, tls: true);

        var exception = await Caller.FailsAsync(DownloadFault.Unreachable, server.Url);

        Assert.Contains("certificate", exception.Message);
    }

    [Fact]
    public async Task A_file_that_announces_too_much_is_refused_at_once()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 1001;
            await context.Response.Body.FlushAsync();
            await Never(context);
        });

        await Caller.FailsAsync(DownloadFault.TooLarge, server.Url, new() { MaxBytes = 1000 });
    }

    [Fact]
    public async Task A_file_without_an_end_is_given_up_at_the_limit()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[1000], context.RequestAborted);
        });
        using var caller = new Caller();
        using var audio = await caller.OpenAsync(server.Url, new() { MaxBytes = 100_000 });
        using var copy = new MemoryStream();

        var exception = await Assert.ThrowsAsync<DownloadException>(() => audio.Content.CopyToAsync(copy, Stop));

        Assert.Null(audio.Length);
        Assert.Equal((DownloadFault.TooLarge, false), (exception.Fault, exception.CanPass));
        Assert.InRange(copy.Length, 0, 100_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_dies_half_way_is_noticed(bool announced)
    {
        var isOpen = new TaskCompletionSource();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.ContentLength = announced ? 1000 : null;
            await context.Response.Body.WriteAsync(new byte[100]);
            await context.Response.Body.FlushAsync();
            await isOpen.Task;
            context.Abort();
        });

        await BreaksOffAsync(server.Url, isOpen.SetResult);
    }

    [Theory]
    [InlineData("Content-Length: 1000\r\n\r\nabc")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n9\r\nabc")]
    public async Task A_body_that_ends_early_is_noticed(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(
            async () =>
            {
                using var client = await listener.AcceptTcpClientAsync(Stop);
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                while (await reader.ReadLineAsync(Stop) is { Length: > 0 })
                {
                }

                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{answer}"), Stop);
            },
            Stop);

        await BreaksOffAsync(new Uri($"http://{listener.LocalEndpoint}/"));
        await serving;
    }

    [Fact]
    public async Task A_server_has_thirty_seconds_for_its_headers()
    {
        var time = new ManualTime();
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            time.Advance(TimeSpan.FromSeconds(30));
            return Never(context);
        });

        var exception = await Caller.FailsAsync(DownloadFault.Timeout, server.Url, time: time);

        Assert.Equal("127.0.0.1 did not answer in time.", exception.Message);
    }

    [Fact]
    public async Task A_server_that_sends_nothing_more_is_given_up_after_ten_seconds()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            await Never(context);
        });
        var time = new ManualTime();
        using var caller = new Caller();
        using var audio = await caller.OpenAsync(server.Url, time: time);

        var reading = audio.Content.ReadAsync(new byte[100], Stop).AsTask();
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(DownloadFault.Timeout, (await Assert.ThrowsAsync<DownloadException>(() => reading)).Fault);
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(50, DownloadFault.Timeout)]
    public async Task A_drip_slower_than_the_minimum_is_given_up(int bytes, object? fault)
    {
        using var drop = new SemaphoreSlim(0);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            while (true)
            {
                await drop.WaitAsync(context.RequestAborted);
                await context.Response.Body.WriteAsync(new byte[bytes], context.RequestAborted);
            }
        });
        var time = new ManualTime();
        using var caller = new Caller();
        using var audio = await caller.OpenAsync(server.Url, new() { MinBytesPerSecond = 100 }, time);

        var exception = await Record.ExceptionAsync(async () =>
        {
            for (var i = 0; i < 30; i++)
            {
                var reading = audio.Content.ReadExactlyAsync(new byte[bytes], Stop);
                time.Advance(TimeSpan.FromSeconds(0.9));
                drop.Release();
                await reading;
            }
        });

        Assert.Equal(fault, (exception as DownloadException)?.Fault);
        Assert.Equal(fault is null, exception is null);
    }

    [Fact]
    public async Task A_slow_reader_is_not_the_servers_fault()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("here"));
        var time = new ManualTime();
        using var caller = new Caller();
        using var audio = await caller.OpenAsync(server.Url, time: time);

        Assert.NotEqual(-1, await audio.Content.ReadAsync(new byte[2], Stop));
        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("re", await new StreamReader(audio.Content).ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task A_download_that_takes_too_long_is_given_up()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            while (true)
                await context.Response.Body.WriteAsync(new byte[1000], context.RequestAborted);
        });
        var time = new ManualTime();
        using var caller = new Caller();
        using var audio = await caller.OpenAsync(server.Url, time: time);

        await audio.Content.ReadExactlyAsync(new byte[100_000], Stop);
        time.Advance(TimeSpan.FromHours(1));
        var exception = await Assert.ThrowsAsync<DownloadException>(async () => await audio.Content.ReadExactlyAsync(new byte[100_000], Stop));

        Assert.Equal((DownloadFault.Timeout, true), (exception.Fault, exception.CanPass));
        Assert.Equal("The download takes longer than 01:00:00.", exception.Message);
    }

    [Fact]
    public async Task Whoever_stops_a_download_is_told_so()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await context.Response.Body.FlushAsync();
            await Never(context);
        });
        using var caller = new Caller();
        using var audio = await caller.OpenAsync(server.Url);
        using var stop = new CancellationTokenSource();

        var reading = audio.Content.ReadAsync(new byte[100], stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_server_calls_public_addresses_only_unless_told_otherwise()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        services.AddAsrOutgoing(new(), new());
        await using var provider = services.BuildServiceProvider();

        var exception = await Assert.ThrowsAsync<DownloadException>(
            () => provider.GetRequiredService<AudioDownload>().OpenAsync(new Uri("http://localhost/"), Stop));

        Assert.Equal((DownloadFault.Refused, false), (exception.Fault, exception.CanPass));
    }

    private static async Task BreaksOffAsync(Uri url, Action? opened = null)
    {
        using var caller = new Caller();
        using var audio = await caller.OpenAsync(url);
        opened?.Invoke();
        var exception = await Assert.ThrowsAsync<DownloadException>(() => audio.Content.CopyToAsync(Stream.Null, Stop));
        Assert.Equal((DownloadFault.Unreachable, true), (exception.Fault, exception.CanPass));
    }

    private static async Task Never(HttpContext context) => await Task.Delay(Timeout.Infinite, context.RequestAborted);
}
