using System.Text.Encodings.Web;
using System.Text.Json;
using AsrService.Core.Clients;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.TeleAi;

/// <summary>A server for the tests of a class: it may call 127.0.0.1, and gives up soon.</summary>
public sealed class TeleAiServer(SharedServer shared) : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TemporaryDirectory directory = new();
    private TestServer? server;

    internal TestServer Server => server!;

    internal static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public ValueTask InitializeAsync()
    {
        server = TestServer.Start(
            shared.Postgres.NewDatabase(), directory.Path,
            ("Asr:Outgoing:AllowedNetworks", "127.0.0.1/32"), ("Asr:Downloads:MaxBytes", "2000000"), ("Asr:Downloads:Timeout", "00:00:02"),
            ("Asr:Retries:MaxAttempts", "2"), ("Asr:Retries:FirstDelay", "00:00:00"));
        return ValueTask.CompletedTask;
    }

    internal async Task<(TeleAiSigner Signer, IssuedClient Client)> AddClientAsync(ClientSettings? settings = null)
    {
        var (_, client) = await Server.AddClientAsync(settings);
        return (new TeleAiSigner(Server.Http, client), client);
    }

    internal static ClientSettings Settings() => new() { Name = Guid.NewGuid().ToString() };

    /// <summary>A request's body with everything that is required, changed by what is given; null takes a parameter away.</summary>
    internal static string Body(string reqId, Uri file, params (string Name, object? Value)[] changes)
    {
        var body = new Dictionary<string, object?>
        {
            ["req_id"] = reqId,
            ["timestamp"] = Now.ToUnixTimeSeconds(),
            ["file_link"] = file.AbsoluteUri,
            ["enable_callback"] = true,
            ["return_mode"] = 1,
        };
        foreach (var (name, value) in changes)
        {
            if (value is null)
                body.Remove(name);
            else
                body[name] = value;
        }

        return JsonSerializer.Serialize(body, Plain);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        directory.Dispose();
    }
}
