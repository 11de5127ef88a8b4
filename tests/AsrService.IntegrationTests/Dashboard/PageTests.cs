using System.Net;
using AsrService.Data.Operators;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>What holds for every page: headers, cookies, forms.</summary>
public sealed class PageTests(DashboardServer dashboard, SharedServer shared) : IClassFixture<DashboardServer>
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    [Theory]
    [InlineData("/dashboard", 200)]
    [InlineData("/dashboard/jobs", 200)]
    [InlineData("/dashboard/jobs?state=x", 400)]
    [InlineData("/dashboard/jobs/all/cancel", 302)]
    [InlineData("/dashboard/jobs/00000000-0000-0000-0000-000000000000", 404)]
    [InlineData("/dashboard/clients", 200)]
    [InlineData("/dashboard/login", 200)]
    [InlineData("/dashboard/dashboard.css", 200)]
    [InlineData("/dashboard/dashboard.js", 200)]
    [InlineData("/dashboard/clients/rotate", 302)]
    [InlineData("/dashboard/logout", 405)]
    [InlineData("/dashboard/no-such-page", 404)]
    public async Task Every_answer_forbids_frames_copies_and_scripts_but_ours(string path, int status)
    {
        using var stranger = dashboard.NewBrowser();
        foreach (var (browser, expected) in new[] { (dashboard.Browser, status), (stranger, (int?)null) })
        {
            using var response = await browser.GetAsync(path);

            Assert.Equal(expected ?? (int)response.StatusCode, (int)response.StatusCode);
            Assert.Equal(Policy, Header(response, "Content-Security-Policy"));
            Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
            Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
            Assert.Equal("no-store", Header(response, "Cache-Control"));
            var text = (await Browser.TextOf(response)).Replace("<script src=\"/dashboard/dashboard.js\" defer></script>", "", StringComparison.Ordinal);
            Assert.DoesNotMatch("(?i)<script|<style|javascript:|\\s(on[a-z]+|style)=", text);
        }
    }

    [Theory]
    [InlineData("/dashboard/logout")]
    [InlineData("/dashboard/clients")]
    [InlineData("/dashboard/clients/rotate")]
    [InlineData("/dashboard/clients/disable")]
    [InlineData("/dashboard/clients/enable")]
    [InlineData("/dashboard/clients/remove")]
    public async Task A_form_that_no_page_of_this_session_has_sent_is_refused(string action)
    {
        using var stranger = dashboard.NewBrowser();
        foreach (var token in new[] { null, "x", await stranger.TokenAsync("/dashboard/login") })
        {
            using var response = await dashboard.Browser.PostAsync(action, token, ("name", "forged"), ("protocols", "asr-task"));

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains("The form was not accepted", await Browser.TextOf(response));
        }

        Assert.DoesNotContain("forged", await dashboard.Browser.ReadAsync("/dashboard/clients"));
    }

    [Fact]
    public async Task A_login_without_the_token_is_refused()
    {
        var (name, password) = await dashboard.AddOperatorAsync();
        using var browser = dashboard.NewBrowser();
        using var response = await browser.PostAsync("/dashboard/login", null, ("name", name), ("password", password));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(browser.Kept);
    }

    [Fact]
    public async Task A_form_that_is_larger_than_any_of_ours_is_refused()
    {
        using var response = await dashboard.Browser.SubmitAsync("/dashboard/clients", "/dashboard/clients", ("name", new string('x', 100_000)));

        Assert.InRange((int)response.StatusCode, 400, 413);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", false)]
    [InlineData("http://0.0.0.0:8080", true)]
    public async Task Cookies_are_strict_and_beyond_this_machine_secure(string address, bool isSecure)
    {
        using var directory = new TemporaryDirectory();
        await using var server = TestServer.Start(dashboard.Database, directory.Path, ("Asr:Roles", "Dashboard"), ("urls", address));
        using var browser = new Browser(server.Http.BaseAddress!);
        var (name, password) = await dashboard.AddOperatorAsync();

        using var page = await browser.GetAsync("/dashboard/login");
        var forForms = SetCookieHeaderValue.Parse(Header(page, "Set-Cookie"));

        // A browser would send it with https only.
        browser.Cookies.Add(server.Http.BaseAddress!, new Cookie(forForms.Name.Value!, forForms.Value.Value, "/dashboard"));
        using var entry = await browser.LogInAsync(name, password);
        Assert.Equal(HttpStatusCode.Redirect, entry.StatusCode);

        foreach (var cookie in new[] { forForms, SetCookieHeaderValue.Parse(Header(entry, "Set-Cookie")) })
        {
            Assert.True(cookie.HttpOnly);
            Assert.Equal(Microsoft.Net.Http.Headers.SameSiteMode.Strict, cookie.SameSite);
            Assert.Equal("/dashboard", cookie.Path.Value);
            Assert.Equal(isSecure, cookie.Secure);
        }
    }

    [Fact]
    public async Task While_PostgreSQL_is_away_a_page_says_so_in_a_sentence()
    {
        using var directory = new TemporaryDirectory();
        await using var postgres = await LocalPostgres.StartAsync(TestContext.Current.CancellationToken);
        await using var server = TestServer.Start(postgres.ConnectionString("dashboard", "node"), directory.Path, ("Asr:Roles", "Dashboard"));
        using var browser = new Browser(server.Http.BaseAddress!);
        var password = await server.Services.GetRequiredService<OperatorStore>().RenewPasswordAsync("admin", null, TestContext.Current.CancellationToken);
        using var entry = await browser.LogInAsync("admin", password);

        await postgres.StopAsync();
        using var response = await browser.GetAsync("/dashboard/clients");
        await postgres.StartAgainAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("please try again", await Browser.TextOf(response));
        Assert.Equal(Policy, Header(response, "Content-Security-Policy"));
        Assert.Contains("Add a client", await browser.ReadAsync("/dashboard/clients"));
    }

    [Fact]
    public async Task A_node_without_the_role_serves_none_and_makes_no_operator()
    {
        using var directory = new TemporaryDirectory();
        await using var server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"));
        using var browser = new Browser(server.Http.BaseAddress!);

        foreach (var path in new[] { "/dashboard", "/dashboard/login", "/dashboard/clients" })
        {
            using var response = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.NonValidated[name]);
}
