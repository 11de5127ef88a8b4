using AsrService.IntegrationTests.Infrastructure;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>PostgreSQL for all tests, and a server with default settings for those that need nothing else.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private TestServer? server;
    private Postgres? postgres;

    /// <summary>Gives databases to tests that start servers of their own.</summary>
    public Postgres Postgres => postgres!;

    internal TestServer Server => server!;

    internal AsrTaskDriver Tasks => new(Server.Http);

    public async ValueTask InitializeAsync()
    {
        postgres = await Postgres.StartAsync();
        server = TestServer.Start(postgres.NewDatabase(), directory.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Postgres.DisposeAsync();
        directory.Dispose();

        // All other servers have ended. A failure here fails the run.
        RunLog.Current.AssertClean();
        RunLog.Current.Dispose();
    }
}
