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
    internal async Task<(string Name, string Password)> AddOperatorAsync(OperatorRole role = OperatorRole.Operator)
    {
        var name = Guid.NewGuid().ToString();
        return (name, await Operators.RenewPasswordAsync(name, role, TestContext.Current.CancellationToken));
    }

    /// <summary>Somebody new of that role, logged in.</summary>
    internal async Task<Browser> EnterAsync(OperatorRole role)
    {
        var visitor = NewBrowser();
        var (name, password) = await AddOperatorAsync(role);
        using var response = await visitor.LogInAsync(name, password);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return visitor;
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
