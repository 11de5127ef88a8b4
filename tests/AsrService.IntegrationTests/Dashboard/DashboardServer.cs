using System.Net;
using AsrService.Data.Operators;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>A server with a dashboard. Who logs in often waits, so tests share a session where they can.</summary>
public sealed class DashboardServer(SharedServer shared) : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private TestServer? server;
    private Browser? browser;

    internal TestServer Server => server!;

    /// <summary>An operator's, logged in.</summary>
    internal Browser Browser => browser!;

    internal string Database { get; } = shared.Postgres.NewDatabase();

    internal OperatorStore Operators => Server.Services.GetRequiredService<OperatorStore>();

    internal Browser NewBrowser() => new(Server.Http.BaseAddress!);

    /// <summary>Adds an operator.</summary>
    internal Task<(string Name, string Password)> AddOperatorAsync() => AddOperatorAsync(Server, OperatorRole.Operator);

    /// <summary>Somebody new of that role, logged in.</summary>
    internal Task<Browser> EnterAsync(OperatorRole role) => EnterAsync(Server, role);

    /// <inheritdoc cref="EnterAsync(OperatorRole)"/>
    internal static async Task<Browser> EnterAsync(TestServer server, OperatorRole role)
    {
        var visitor = new Browser(server.Http.BaseAddress!);
        var (name, password) = await AddOperatorAsync(server, role);
        using var response = await visitor.LogInAsync(name, password);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return visitor;
    }

    internal static async Task<(string Name, string Password)> AddOperatorAsync(TestServer server, OperatorRole role)
    {
        var name = Guid.NewGuid().ToString();
        return (name, await server.Services.GetRequiredService<OperatorStore>().RenewPasswordAsync(name, role, TestContext.Current.CancellationToken));
    }

    public async ValueTask InitializeAsync()
    {
        server = TestServer.Start(Database, directory.Path, ("Asr:Roles", "Api,Dashboard"));
        browser = await EnterAsync(OperatorRole.Operator);
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Server.DisposeAsync();
        directory.Dispose();
    }
}
