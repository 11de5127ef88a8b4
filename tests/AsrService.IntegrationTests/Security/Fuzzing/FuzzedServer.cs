using System.Net;
using System.Net.Sockets;
using System.Text;
using AsrService.Core.Clients;
using AsrService.DeepFinch;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.Security;
using AsrService.TeleAi;
using AsrService.Wire;

namespace AsrService.IntegrationTests.Security.Fuzzing;

/// <summary>A server with all that there is, its client, and whoever calls it from many addresses.</summary>
public sealed class FuzzedServer : IAsyncLifetime
{
    // No request here is work for more than a moment.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory directory = new();
    private readonly List<HttpClient> sources = [.. Enumerable.Range(0, RandomRequest.Sources).Select(SourceAt)];
    private readonly string database;
    private TestServer? server;
    private HttpClient? http;
    private IssuedClient? client;

    public FuzzedServer(SharedServer shared) => database = shared.Postgres.NewDatabase();

    internal TestServer Server => server!;

    /// <summary>Ids of jobs: of two that fail, and of none.</summary>
    internal IReadOnlyCollection<string> Ids { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        server = TestServer.Start(database, directory.Path);
        (http, client) = await server.AddClientAsync();
        Ids = [await new AsrTaskDriver(http).SubmitAsync([1]), $"{await new NativeDriver(http).SubmitAsync([2])}", "20250331222301719319", $"{Guid.Empty}"];
    }

    /// <summary>The answer, within the deadline.</summary>
    internal async Task<HttpResponseMessage> SendAsync(RandomRequest request, WireProtocol? protocol)
    {
        // As it is: the usual way would tidy it up.
        var target = new Uri($"{Server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{request.Path}{request.Query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), target);
        if (request.Body is { Bytes.Length: > 0 } or { ContentType: not null })
        {
            message.Content = new ByteArrayContent(request.Body.Bytes);
            if (request.Body.ContentType is { } type)
                message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            message.Headers.TransferEncodingChunked = request.IsChunked;
        }

        foreach (var (name, value) in request.Headers.Concat(Present(request, protocol)))
            message.Headers.TryAddWithoutValidation(name, value);
        return await sources[request.Source].SendAsync(message, TestContext.Current.CancellationToken);
    }

    /// <summary>After all that, the server can work, does, and has found no fault of its own.</summary>
    internal async Task AssertWellAsync()
    {
        Assert.True(Server.Errors.Count == 0, string.Join('\n', Server.Errors.Take(5)));
        Assert.Equal(HttpStatusCode.OK, (await new AsrTaskDriver(http!).TranscribeAsync(Recordings.Mp3)).Status);
        using var ready = await Server.Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        sources.ForEach(source => source.Dispose());
        await Server.DisposeAsync();
        directory.Dispose();
    }

    private IEnumerable<(string Name, string Value)> Present(RandomRequest request, WireProtocol? protocol)
    {
        var secret = request.Credentials == Credentials.Right ? client!.Secret : ClientSecret.New(client!.Id);
        return (request.Credentials, protocol?.Scheme) switch
        {
            (Credentials.None, _) => [],
            (Credentials.Garbage, _) => [("Authorization", request.Garbage), (DeepFinchHandler.IdHeader, "\u00e9/"), (DeepFinchHandler.SecretHeader, "x")],
            (_, DeepFinchHandler.SchemeName) => [(DeepFinchHandler.IdHeader, client.Id), (DeepFinchHandler.SecretHeader, secret)],
            (_, TeleAiHandler.SchemeName) => [("X-APP-ID", client.Id), ("Authorization", TeleAiSigner.Sign(client.Id, secret, request.Method, request.Path, request.Query))],
            _ => [(ApiKeyHandler.Header, secret)],
        };
    }

    private static HttpClient SourceAt(int number) => new(new SocketsHttpHandler
    {
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(number + 1)]), 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        Timeout = Deadline,
    };
}
