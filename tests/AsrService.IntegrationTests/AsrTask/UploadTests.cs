using System.Net;
using System.Net.Sockets;
using System.Text;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.AsrTask;

/// <summary>Uploads that are wrong, too large or cut off leave nothing behind.</summary>
public sealed class UploadTests : IAsyncDisposable
{
    private const int MaxBytes = 1_000_000;

    private readonly TemporaryDirectory directory = new();
    private readonly TestServer server;

    public UploadTests(SharedServer shared) => server = TestServer.Start(
        shared.Postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"), ("Asr:Uploads:MaxBytes", $"{MaxBytes}"));

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Without_a_file_part_the_answer_is_400()
    {
        using var text = new StringContent("hello");
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        using var otherPart = AsrTaskDriver.Form(new ByteArrayContent([1]), part: "audio");
        using var textField = new MultipartFormDataContent { { new StringContent("no file"), "file" } };
        using var noParts = new MultipartFormDataContent();
        foreach (var content in new HttpContent[] { text, json, otherPart, textField, noParts })
        {
            using var response = await PostAsync(content);

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("""{"error":"Missing 'file'"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Empty(FilesLeft());
    }

    [Theory]
    [InlineData(MaxBytes + 1)]
    [InlineData(20 * MaxBytes)]
    public async Task A_larger_file_than_allowed_is_refused_with_413(int length)
    {
        using var announced = AsrTaskDriver.Form(new ByteArrayContent(new byte[length]));
        using var chunked = AsrTaskDriver.Form(new ByteArrayContent(new byte[length]));
        foreach (var (content, isChunked) in new[] { (announced, false), (chunked, true) })
        {
            using var response = await PostAsync(content, isChunked);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            Assert.Contains($"{MaxBytes} bytes", (await AsrTaskDriver.ReadAsync(response)).GetProperty("error").GetString());
        }

        Assert.Empty(FilesLeft());
    }

    [Fact]
    public async Task A_file_of_exactly_the_limit_is_accepted()
    {
        using var content = AsrTaskDriver.Form(new ByteArrayContent(new byte[MaxBytes]));
        using var response = await PostAsync(content);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(MaxBytes, new FileInfo(Assert.Single(FilesLeft())).Length);
    }

    [Fact]
    public async Task A_client_that_hangs_up_leaves_nothing_behind()
    {
        using (var client = await ConnectAsync())
        {
            await client.SendAsync(Request(contentLength: 500_000, new string('x', 100_000)));
            await UntilAsync(() => Directory.GetFiles(server.Data.Spool).Length == 1);
            client.LingerState = new LingerOption(true, 0);
        }

        await UntilAsync(() => FilesLeft().Length == 0);
    }

    [Fact]
    public async Task A_body_that_ends_before_its_boundary_is_refused_with_400()
    {
        using var client = await ConnectAsync();
        var request = Request(contentLength: null, new string('x', 1000));
        await client.SendAsync(request);

        var answer = new byte[4096];
        var length = await client.ReceiveAsync(answer);
        Assert.StartsWith("HTTP/1.1 400", Encoding.ASCII.GetString(answer, 0, length));
        Assert.Empty(FilesLeft());
    }

    private static byte[] Request(int? contentLength, string file)
    {
        var body = $"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"blob\"\r\n\r\n{file}";
        return Encoding.ASCII.GetBytes(
            $"POST {AsrTaskDriver.Path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n" +
            $"Content-Length: {contentLength ?? body.Length}\r\n\r\n{body}");
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var address = server.ClientOptions.BaseAddress;
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        return client;
    }

    private async Task<HttpResponseMessage> PostAsync(HttpContent content, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AsrTaskDriver.Path) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        return await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private string[] FilesLeft() =>
    [
        .. Directory.GetFiles(server.Data.Spool, "*", SearchOption.AllDirectories),
        .. Directory.GetFiles(server.Data.Blobs, "*", SearchOption.AllDirectories),
    ];

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var ticks = 0; !condition(); ticks++)
        {
            Assert.True(ticks < 6000, "The server still keeps what was cut off");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
