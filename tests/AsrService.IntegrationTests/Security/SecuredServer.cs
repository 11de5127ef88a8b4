using System.Net.Http.Headers;
using AsrService.Core.Clients;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Security;

/// <summary>One installation with two nodes: <see cref="Closed"/> is one that others reach, <see cref="Open"/> listens on this machine only.</summary>
public sealed class SecuredServer : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private readonly string database;
    private TestServer? open;
    private TestServer? closed;

    public SecuredServer(SharedServer shared) => database = shared.Postgres.NewDatabase();

    internal TestServer Open => open!;

    internal TestServer Closed => closed!;

    public async ValueTask InitializeAsync()
    {
        open = TestServer.Start(database, directory.Path, ("Asr:Roles", "Api"));
        await open.AddClientAsync();

        // Where it is told to listen; the tests' host listens on the loopback address all the same.
        closed = TestServer.Start(database, directory.Path, ("urls", "http://0.0.0.0:8080"));
    }

    /// <summary>A client of the closed node.</summary>
    internal Task<(HttpClient Http, IssuedClient Issued)> AddClientAsync(ClientSettings? settings = null) => Closed.AddClientAsync(settings);

    internal static ClientSettings Settings() => new() { Name = Guid.NewGuid().ToString() };

    /// <summary>Talks to the closed node with a key of one's choice.</summary>
    internal HttpClient With(string secret)
    {
        var http = Closed.CreateClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        await Closed.DisposeAsync();
        await Open.DisposeAsync();
        directory.Dispose();
    }
}
