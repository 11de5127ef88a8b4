using System.Collections.Concurrent;
using AsrService.Data.Operators;
using AsrService.IntegrationTests.Infrastructure;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>A browser with scripts, and a server whose workers run when a test lets them.</summary>
public sealed class Chromium(SharedServer shared) : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private TestServer? server;
    private IPlaywright? playwright;
    private IBrowser? browser;

    internal TestServer Server => server!;

    internal NativeDriver Jobs => new(Server.Http);

    public async ValueTask InitializeAsync()
    {
        server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Outgoing:AllowedNetworks", "127.0.0.1/32"), ("Asr:Callbacks:Retries", "1.00:00:00"));
        playwright = await Playwright.CreateAsync();

        // Without a sandbox because tests may run as root; only our own pages are opened.
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required"],
        });
    }

    /// <summary>Anybody's page.</summary>
    internal async Task<Visit> OpenAsync(ViewportSize? size = null, ColorScheme scheme = ColorScheme.Light, bool hasScripts = true)
    {
        var context = await browser!.NewContextAsync(
            new() { BaseURL = Server.Http.BaseAddress!.ToString(), ViewportSize = size, ColorScheme = scheme, JavaScriptEnabled = hasScripts });
        return new Visit(context, await context.NewPageAsync());
    }

    /// <summary>An operator's page, logged in through the form.</summary>
    internal async Task<Visit> EnterAsync(ViewportSize? size = null, ColorScheme scheme = ColorScheme.Light, bool hasScripts = true)
    {
        var (name, password) = await DashboardServer.AddOperatorAsync(Server, OperatorRole.Operator);
        var visit = await OpenAsync(size, scheme, hasScripts);
        await visit.Page.GotoAsync("/dashboard");
        await visit.Page.GetByLabel("Name").FillAsync(name);
        await visit.Page.GetByLabel("Password").FillAsync(password);
        await visit.PressAsync("Log in");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
        return visit;
    }

    public async ValueTask DisposeAsync()
    {
        await browser!.DisposeAsync();
        playwright!.Dispose();
        await Server.DisposeAsync();
        directory.Dispose();
    }

    /// <summary>A window of the browser. Whatever its console says is a fault.</summary>
    internal sealed class Visit : IAsyncDisposable
    {
        private readonly IBrowserContext context;
        private readonly ConcurrentQueue<string> said = [];

        public Visit(IBrowserContext context, IPage page)
        {
            this.context = context;
            Page = page;
            page.Console += (_, message) => said.Enqueue($"{message.Type}: {message.Text} {message.Location}");
            page.PageError += (_, error) => said.Enqueue(error);
        }

        public IPage Page { get; }

        public Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();

        /// <summary>Asserts that nobody is kept from using this page, and keeps a picture of it.</summary>
        public async Task LookAsync(string picture)
        {
            await CheckAsync();
            await Page.ScreenshotAsync(new() { Path = Path.Combine(SetupFiles.Root, "artifacts", "screenshots", $"{picture}.png"), FullPage = true });
        }

        /// <summary>The same without a picture: the page has a secret.</summary>
        public async Task CheckAsync()
        {
            var result = await Page.RunAxe();
            Assert.DoesNotContain(
                result.Violations.Select(violation => $"{violation.Impact}: {violation.Id} at {string.Join(", ", violation.Nodes.Select(node => node.Html))}"),
                fault => fault.StartsWith("serious", StringComparison.OrdinalIgnoreCase) || fault.StartsWith("critical", StringComparison.OrdinalIgnoreCase));
        }

        public async ValueTask DisposeAsync()
        {
            await context.DisposeAsync();
            Assert.True(said.IsEmpty, string.Join('\n', said));
        }
    }
}
