using System.Net;
using System.Text.Json;
using AsrService.Data.Model;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Processes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>Who gets into the dashboard, and for how long.</summary>
public sealed class LoginTests(DashboardServer dashboard, SharedServer shared) : IClassFixture<DashboardServer>
{
    private const string Clients = "/dashboard/clients";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/dashboard")]
    [InlineData("GET", "/dashboard/clients")]
    [InlineData("GET", "/dashboard/clients/rotate")]
    [InlineData("POST", "/dashboard/logout")]
    [InlineData("POST", "/dashboard/clients")]
    [InlineData("POST", "/dashboard/clients/rotate")]
    [InlineData("POST", "/dashboard/clients/disable")]
    [InlineData("POST", "/dashboard/clients/enable")]
    [InlineData("POST", "/dashboard/clients/remove")]
    public async Task A_stranger_is_sent_to_the_login(string method, string path)
    {
        using var browser = dashboard.NewBrowser();
        using var response = method == "GET"
            ? await browser.GetAsync(path)
            : await browser.SubmitAsync("/dashboard/login", path, ("name", "stranger"), ("protocols", "asr-task"));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/dashboard/login?ReturnUrl=" + Uri.EscapeDataString(path), response.Headers.Location!.PathAndQuery);
        Assert.DoesNotContain("stranger", await dashboard.Browser.ReadAsync(Clients));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_are_told_the_same()
    {
        var (name, password) = await dashboard.AddOperatorAsync();
        using var browser = dashboard.NewBrowser();

        foreach (var (who, what) in new[] { (name, password + "x"), (name, ""), (name.ToUpperInvariant() + "x", password) })
        {
            using var response = await browser.LogInAsync(who, what);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Contains("Name or password is wrong", await Browser.TextOf(response));
        }

        Assert.False(await IsInAsync(browser));
    }

    [Fact]
    public async Task The_right_password_leads_to_where_one_wanted_and_the_session_ends_with_the_logout()
    {
        var (name, password) = await dashboard.AddOperatorAsync();
        using var browser = dashboard.NewBrowser();
        const string login = "/dashboard/login?ReturnUrl=%2Fdashboard%2Fclients";

        Assert.Contains($"action=\"{login}\"", await browser.ReadAsync(login));
        using var response = await browser.SubmitAsync(login, login, ("name", name), ("password", password));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(Clients, response.Headers.Location!.OriginalString);
        Assert.Contains(name, await browser.ReadAsync(Clients));

        using var goodbye = await browser.SubmitAsync(Clients, "/dashboard/logout");
        Assert.Equal("/dashboard/login", goodbye.Headers.Location!.OriginalString);
        Assert.False(await IsInAsync(browser));
    }

    [Fact]
    public async Task A_new_password_from_the_command_line_ends_the_sessions_and_the_old_password()
    {
        var (name, old) = await dashboard.AddOperatorAsync();
        using var browser = dashboard.NewBrowser();
        using var first = await browser.LogInAsync(name, old);
        Assert.True(await IsInAsync(browser));

        var (exitCode, output) = await ServerProgram.RunAsync(["operators", "password", name, "--json"], ("ConnectionStrings__Asr", dashboard.Database));
        Assert.Equal(0, exitCode);
        var answer = JsonElement.Parse(output);
        Assert.Equal(name, answer.GetProperty("name").GetString());

        Assert.False(await IsInAsync(browser));
        using var second = await browser.LogInAsync(name, old);
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
        using var third = await browser.LogInAsync(name, answer.GetProperty("password").GetString()!);
        Assert.True(await IsInAsync(browser));
    }

    [Fact]
    public async Task A_session_ends_with_its_operator_and_is_none_of_a_later_one_of_the_same_name()
    {
        var (name, password) = await dashboard.AddOperatorAsync();
        using var browser = dashboard.NewBrowser();
        using var response = await browser.LogInAsync(name, password);
        Assert.True(await IsInAsync(browser));

        await using var db = await dashboard.Server.Services.GetRequiredService<IDbContextFactory<AsrDbContext>>().CreateDbContextAsync(Token);
        await db.Operators.Where(row => row.Name == name).ExecuteDeleteAsync(Token);
        Assert.False(await IsInAsync(browser));
        await dashboard.Operators.RenewPasswordAsync(name, null, Token);
        Assert.False(await IsInAsync(browser));
    }

    [Fact]
    public async Task However_many_guesses_come_at_once_few_are_looked_at()
    {
        const int guesses = 60;
        using var directory = new TemporaryDirectory();
        await using var server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Dashboard"));
        using var browser = new Browser(server.Http.BaseAddress!);
        var token = await browser.TokenAsync("/dashboard/login");

        int wrong = 0, refused = 0;
        var posts = Enumerable.Range(0, guesses).Select(_ => browser.PostAsync("/dashboard/login", token, ("name", "admin"), ("password", "x")));
        await foreach (var guess in Task.WhenEach(posts))
        {
            using var response = await guess;
            if (response.StatusCode == HttpStatusCode.Unauthorized)
                wrong++;
            else if (response.StatusCode == HttpStatusCode.TooManyRequests)
                refused++;

            // Those that still wait do so for seconds.
            if (refused == guesses / 2)
                break;
        }

        Assert.Equal(guesses / 2, refused);
        Assert.InRange(wrong, 0, 20);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("a\u0007b")]
    public async Task A_name_that_nobody_could_type_is_refused(string name)
    {
        var (exitCode, output) = await ServerProgram.RunAsync(["operators", "password", name], ("ConnectionStrings__Asr", dashboard.Database));

        Assert.Equal(1, exitCode);
        Assert.Contains("error: An operator's name has", output);
    }

    private static async Task<bool> IsInAsync(Browser browser)
    {
        using var response = await browser.GetAsync(Clients);
        return response.StatusCode == HttpStatusCode.OK;
    }
}
