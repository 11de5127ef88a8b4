using System.Globalization;
using AsrService.Core.Clients;
using AsrService.Core.Sessions;
using AsrService.IntegrationTests.Callbacks;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>What an operator does, in a browser with scripts. Every page that is met is looked at by axe.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    // A recording is transcribed meanwhile, on a machine that may be busy.
    private const float Patience = 120_000;

    [Fact]
    public async Task A_job_is_watched_from_the_queue_to_its_text_and_then_played_from_a_segment()
    {
        await using var visit = await chromium.EnterAsync();
        var page = visit.Page;
        var id = await chromium.Jobs.SubmitAsync(await Recordings.LongAsync(1), "?priority=bulk");
        await page.GotoAsync($"/dashboard/jobs/{id}");
        var loads = 0;
        page.Load += (_, _) => loads++;

        await Expect(page.Locator(".state")).ToHaveTextAsync("done", new() { Timeout = Patience });
        await Expect(page.Locator(".segments li").First).ToBeVisibleAsync();
        Assert.Equal(0, loads);
        await visit.LookAsync("job");

        var last = page.Locator(".segments li").Last;
        var start = double.Parse((await last.GetAttributeAsync("data-start"))!, CultureInfo.InvariantCulture);
        await last.GetByRole(AriaRole.Link).ClickAsync();
        await page.WaitForFunctionAsync("start => document.getElementById('player').currentTime >= start", start);
        Assert.True(start > 10);
        await page.EvaluateAsync("document.getElementById('player').pause()");
    }

    [Fact]
    public async Task A_job_is_cancelled_and_retried_by_filter()
    {
        await using var visit = await chromium.EnterAsync();
        var page = visit.Page;
        var (http, issued) = await chromium.Server.AddClientAsync(new ClientSettings { Name = Guid.NewGuid().ToString() });
        var id = await new NativeDriver(http).SubmitAsync(await Recordings.LongAsync(60), "?priority=bulk");

        await page.GotoAsync($"/dashboard/jobs/{id}");
        await visit.PressAsync("Cancel");
        await Expect(page.Locator(".state")).ToHaveTextAsync("cancelled");

        await page.GotoAsync("/dashboard/jobs");
        await page.GetByLabel("Client").SelectOptionAsync(issued.Id);
        await page.GetByLabel("State").SelectOptionAsync("cancelled");
        await visit.PressAsync("Filter");
        await visit.LookAsync("jobs");
        await page.GetByRole(AriaRole.Link, new() { Name = "Retry all" }).ClickAsync();
        await visit.LookAsync("confirm");
        await visit.PressAsync("Retry all");
        await Expect(page.GetByText("1 job was queued again.")).ToBeVisibleAsync();

        await page.GotoAsync($"/dashboard/jobs/{id}");
        await visit.PressAsync("Cancel");
        await Expect(page.Locator(".state")).ToHaveTextAsync("cancelled");
    }

    [Fact]
    public async Task The_secret_of_a_new_client_is_seen_once()
    {
        await using var visit = await chromium.EnterAsync();
        var page = visit.Page;
        await page.GotoAsync("/dashboard/clients");
        await page.GetByLabel("Name").FillAsync(Guid.NewGuid().ToString());
        await visit.PressAsync("Add");

        var secret = await page.Locator(".issued dd code").Nth(1).TextContentAsync();
        Secrets.Note(secret!);
        await visit.CheckAsync();
        await page.GotoAsync("/dashboard/clients");
        await Expect(page.GetByText("Add a client")).ToBeVisibleAsync();
        Assert.DoesNotContain(secret!, await page.ContentAsync());
        await visit.LookAsync("clients");
    }

    [Fact]
    public async Task A_callback_that_was_refused_is_sent_again()
    {
        await using var visit = await chromium.EnterAsync();
        await using var receiver = await Receiver.StartAsync(Receiver.Statuses(410, 200));
        var (http, _) = await chromium.Server.AddClientAsync(new ClientSettings { Name = Guid.NewGuid().ToString(), CallbackUrl = receiver.Url.AbsoluteUri });
        var jobs = new NativeDriver(http);
        var id = await jobs.SubmitAsync([1]);
        await jobs.CallAsync(id, "cancel");
        await receiver.WaitAsync();

        var page = visit.Page;
        await Poll.UntilAsync(
            async () =>
            {
                await page.GotoAsync($"/dashboard/jobs/{id}");
                return await page.GetByText("it answered 410").IsVisibleAsync();
            },
            isThere => isThere);
        await page.GotoAsync("/dashboard/callbacks");
        await visit.LookAsync("callbacks");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Enable ({receiver.Url.AbsoluteUri})" }).ClickAsync();
        await page.GotoAsync($"/dashboard/jobs/{id}");
        await visit.PressAsync("Send again");
        await receiver.WaitAsync();
    }

    [Fact]
    public async Task Pages_are_for_everybody_in_dark_light_and_on_a_phone()
    {
        await chromium.Jobs.SubmitAsync(Recordings.Mp3);
        foreach (var (name, width, scheme) in new[] { ("light", 1280, ColorScheme.Light), ("dark", 1280, ColorScheme.Dark), ("phone", 390, ColorScheme.Dark) })
        {
            await using var visit = await chromium.EnterAsync(new() { Width = width, Height = 844 }, scheme);
            foreach (var path in new[] { "", "/jobs", "/sessions", "/clients", "/callbacks" })
            {
                await visit.Page.GotoAsync("/dashboard" + path);
                await visit.LookAsync($"{(path.Length == 0 ? "overview" : path[1..])}-{name}");
                var isWide = await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");
                Assert.False(isWide, $"{path} is wider than {width}");
            }

            await visit.PressAsync("Log out");
            await visit.LookAsync($"login-{name}");
        }
    }

    [Fact]
    public async Task The_overview_keeps_itself_up_to_date()
    {
        await using var visit = await chromium.EnterAsync();
        var hour = visit.Page.Locator(".tiles dd").First;
        var before = int.Parse((await hour.TextContentAsync())!, CultureInfo.InvariantCulture);

        var id = await chromium.Jobs.SubmitAsync(Recordings.Mp3);
        await chromium.Jobs.WaitForStateAsync(id, "done");

        await Expect(hour).Not.ToHaveTextAsync(before.ToString(CultureInfo.InvariantCulture), new() { Timeout = Patience });
    }

    [Fact]
    public async Task A_session_is_watched_while_somebody_speaks_until_it_is_a_job()
    {
        await using var visit = await chromium.EnterAsync();
        var page = visit.Page;
        await page.GotoAsync("/dashboard/sessions");
        var loads = 0;
        page.Load += (_, _) => loads++;
        var speaker = new Speaker(chromium.Server.Services.GetRequiredService<ISessionStore>());
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = speaker.TaskId });

        await speaker.SpeakAsync(Speaker.Cut(await Speaker.PcmAsync()), isInRealTime: true);
        await Expect(row.Locator(".state")).ToHaveTextAsync("followed", new() { Timeout = Patience });
        await Expect(row).ToContainTextAsync("ask not", new() { IgnoreCase = true, Timeout = Patience });
        await visit.LookAsync("sessions");
        await speaker.CloseAsync();
        await Expect(row.Locator(".state")).ToHaveTextAsync("closed", new() { Timeout = Patience });
        Assert.Equal(0, loads);
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator(".state")).ToHaveTextAsync("done", new() { Timeout = Patience });
    }

    [Fact]
    public async Task Without_scripts_the_overview_is_loaded_again()
    {
        await using var visit = await chromium.EnterAsync(hasScripts: false);
        var hour = visit.Page.Locator(".tiles dd").First;
        var before = await hour.TextContentAsync();

        var id = await chromium.Jobs.SubmitAsync(Recordings.Mp3);
        await chromium.Jobs.WaitForStateAsync(id, "done");

        await Expect(hour).Not.ToHaveTextAsync(before!, new() { Timeout = Patience });
    }
}
