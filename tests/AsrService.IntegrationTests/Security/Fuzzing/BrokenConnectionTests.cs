using System.Net;
using System.Net.Sockets;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AsrService.IntegrationTests.Security.Fuzzing;

/// <summary>Connections that bring something else than a request, or not all of one, and then hang up.</summary>
public sealed class BrokenConnectionTests(FuzzedServer fuzzed) : IClassFixture<FuzzedServer>
{
    private const int Connections = 300;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly Gen<string> Starts = Gen.Elements(
        "POST /api/v1/asr/task HTTP/1.1", "GET /api/v1/asr/task/1 HTTP/1.1", "POST /api/jobs HTTP/1.1", "GET /healthz/ready HTTP/1.1", "GET * HTTP/1.1", "GET HTTP/1.1", "OPTIONS * HTTP/1.1",
        "GET http://[::1 HTTP/1.1", "GET http://elsewhere.example/ HTTP/1.1", "CONNECT elsewhere.example:443 HTTP/1.1", "GET / HTTP/9.9", "GET /\u0001 HTTP/1.1",
        $"GET /{new string('a', 9000)} HTTP/1.1", "get / http/1.1", "");

    private static readonly Gen<string> Headers = Gen.Elements(
        "Host: 127.0.0.1", "Host:", "Host: a, b", "Content-Length: 10", "Content-Length: -1", "Content-Length: 99999999999999999999", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip",
        "Content-Type: multipart/form-data; boundary=b", "Content-Type: application/json", "Expect: 100-continue", "Connection: Upgrade\r\nUpgrade: websocket", "No colon", ": no name", "A\0: b", "A: b\rc",
        " folded", $"Long: {new string('h', 40_000)}");

    private static readonly Gen<string> Bodies = Gen.Elements(
        "", "0\r\n\r\n", "5\r\nhello\r\n", "zz\r\nhello\r\n", "-1\r\n", "FFFFFFFFFFFFFFFF\r\nx", "5;x=y\r\nhel", "{\"a\":", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nRIFF");

    private static readonly Gen<Broken> Requests =
        from start in Starts
        from headers in Gen.Choose(0, 5).SelectMany(count => Headers.ArrayOf(count))
        from body in Bodies
        from end in Gen.Elements("\r\n", "\n", "\r")
        let whole = string.Join(end, headers.Prepend(start)) + end + end + body
        from percent in Gen.Frequency((2, Gen.Constant(100)), (1, Gen.Choose(0, 100)))
        select new Broken(whole[..(whole.Length * percent / 100)]);

    private static readonly Gen<Broken> Garbage = Gen.Choose(0, 255).ArrayOf().Select(codes => new Broken(string.Concat(codes.Select(code => (char)code))));

    [Fact]
    public async Task They_are_answered_with_a_refusal_or_not_at_all_and_harm_nobody()
    {
        Check.One(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(Connections),
            Prop.ForAll(Gen.Frequency((4, Requests), (1, Garbage)).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), CheckAsync));

        await fuzzed.AssertWellAsync();
    }

    private async Task CheckAsync(Broken sent, bool waits)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, fuzzed.Server.Http.BaseAddress!.Port), deadline.Token);
        var answer = await ExchangeAsync(socket, Encoding.Latin1.GetBytes(sent.Text), waits, deadline.Token);
        var exchange = $"{sent}\n-> {answer}";
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), exchange);
        Assert.DoesNotContain("HTTP/1.1 50", answer.Replace("HTTP/1.1 505", "", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", answer);
    }

    // Whoever does not wait for the answer vanishes with a reset.
    private static async Task<string> ExchangeAsync(Socket socket, byte[] sent, bool waits, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        await using var stream = new NetworkStream(socket);
        try
        {
            await stream.WriteAsync(sent, cancellationToken);
            if (waits)
            {
                socket.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(answer, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The server has not read all that was sent, and said so by a reset.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private sealed record Broken(string Text)
    {
        public override string ToString() => Text.Length > 500 ? $"{Text[..500]}…" : Text;
    }
}
