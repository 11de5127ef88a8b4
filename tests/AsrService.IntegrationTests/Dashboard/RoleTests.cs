using System.Net;
using AsrService.Core.Clients;
using AsrService.Data.Operators;
using AsrService.IntegrationTests.Processes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>What a viewer may not do.</summary>
public sealed class RoleTests(DashboardServer dashboard) : IClassFixture<DashboardServer>
{
    [Fact]
    public async Task A_viewer_is_refused_every_change_that_there_is()
    {
        using var viewer = await dashboard.EnterAsync(OperatorRole.Viewer);
        var token = await viewer.TokenAsync("/dashboard/callbacks");
        string[] harmless = ["/dashboard/login", "/dashboard/logout"];
        var forms = dashboard.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(route => $"/{route.RoutePattern.RawText!.Trim('/').Replace("{id:guid}", Guid.Empty.ToString(), StringComparison.Ordinal)}")
            .Where(path => path.StartsWith("/dashboard/", StringComparison.Ordinal)).Except(harmless).ToList();

        Assert.Contains("/dashboard/clients", forms);
        Assert.DoesNotContain(forms, path => path.Contains('{', StringComparison.Ordinal));
        foreach (var path in forms)
        {
            using var response = await viewer.PostAsync(path, token, ("name", "x"), ("id", "1"));
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, response.StatusCode));
            Assert.Contains("A viewer can change nothing", await Browser.TextOf(response));
        }
    }

    [Fact]
    public async Task A_viewer_sees_the_pages_without_what_changes_something()
    {
        var name = Guid.NewGuid().ToString();
        await dashboard.Server.AddClientAsync(new ClientSettings { Name = name });
        using var viewer = await dashboard.EnterAsync(OperatorRole.Viewer);

        var page = await viewer.ReadAsync("/dashboard/clients");
        Assert.Contains(name, page);
        Assert.Equal(2, page.Split("<button").Length);
        Assert.Contains("Log out", page);
    }

    [Fact]
    public async Task The_command_line_says_who_is_a_viewer_and_a_new_password_alone_changes_no_role()
    {
        var name = Guid.NewGuid().ToString();
        Assert.Equal(0, (await CommandAsync("operators", "password", name, "--role", "viewer")).ExitCode);
        Assert.Equal(OperatorRole.Viewer, await RoleAsync(null));
        Assert.Equal(OperatorRole.Operator, await RoleAsync(OperatorRole.Operator));
        Assert.Equal(OperatorRole.Operator, await RoleAsync(null));

        var (exitCode, output) = await CommandAsync("operators", "password", name, "--role", "king");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("king", output);

        async Task<OperatorRole> RoleAsync(OperatorRole? role)
        {
            var password = await dashboard.Operators.RenewPasswordAsync(name, role, TestContext.Current.CancellationToken);
            return (await dashboard.Operators.FindAsync(name, password, TestContext.Current.CancellationToken))!.Role;
        }
    }

    private Task<(int ExitCode, string Output)> CommandAsync(params string[] arguments) =>
        ServerProgram.RunAsync(arguments, ("ConnectionStrings__Asr", dashboard.Database));
}
