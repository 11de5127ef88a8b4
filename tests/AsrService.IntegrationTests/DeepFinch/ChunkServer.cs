using AsrService.Core.Clients;
using AsrService.Core.Sessions;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>A node without a worker, whose sessions do what they are told.</summary>
public sealed class ChunkServer(SharedServer shared) : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private TestServer? server;

    internal TestServer Server => server!;

    internal ScriptedSessions Sessions { get; } = new();

    public ValueTask InitializeAsync()
    {
        server = TestServer.Start(
            shared.Postgres.NewDatabase(), directory.Path, services => services.AddSingleton<ISessionStore>(Sessions),
            ("Asr:Roles", "Api"), ("Asr:Outgoing:AllowedNetworks", "127.0.0.1/32"));
        return ValueTask.CompletedTask;
    }

    internal async Task<DeepFinchDriver> AddClientAsync(ClientSettings? settings = null) => new(Server.Http, (await Server.AddClientAsync(settings)).Issued);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        directory.Dispose();
    }
}
