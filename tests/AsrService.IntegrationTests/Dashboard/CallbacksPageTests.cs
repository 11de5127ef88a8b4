using System.Net;
using AsrService.Core.Callbacks;
using AsrService.Data.Callbacks;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>Callbacks that do not arrive, on their page. No node sends any here: how attempts end is written by the tests.</summary>
public sealed class CallbacksPageTests(DashboardServer dashboard) : IClassFixture<DashboardServer>
{
    private const string Page = "/dashboard/callbacks";

    private static readonly AttemptResult Gone = new(DeliveryOutcome.Gone, 410, "We have moved.", TimeSpan.FromMilliseconds(20));

    private readonly string name = Guid.NewGuid().ToString();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Url => $"https://{name}.example/ended";

    [Fact]
    public async Task An_endpoint_that_fails_is_shown_with_its_client_and_the_reason()
    {
        await FailAsync(new(DeliveryOutcome.Status, 500, "", TimeSpan.Zero));

        var row = await RowAsync(Url);
        Assert.Contains(name, row);
        Assert.Contains("fails since", row);
        Assert.Contains("It answered 500.", row);
        Assert.Contains("<td>1</td>", row);
        Assert.DoesNotContain("<button", row);
    }

    [Fact]
    public async Task A_disabled_endpoint_is_enabled_and_what_waited_is_due()
    {
        await FailAsync(Gone);
        var waiting = await TakeAsync();
        Assert.True(waiting.IsDisabled);
        await Store().ParkAsync(waiting, Token);

        var row = await RowAsync(Url);
        Assert.Contains("disabled since", row);
        await ChangeAsync("/enable", IdIn(row));

        Assert.DoesNotContain("disabled since", await RowAsync(Url) ?? "");
        Assert.False(Assert.Single(await Store().TakeAsync(100, Token), delivery => delivery.Url == Url).IsDisabled);
    }

    [Fact]
    public async Task A_failed_delivery_is_shown_with_its_last_attempt_and_sent_again()
    {
        var failed = await FailAsync(Gone);

        var row = await RowAsync($"{failed.JobId}</code>");
        Assert.Contains(name, row);
        Assert.Contains(Url, row);
        Assert.Contains("It answered 410", row);
        Assert.Contains("We have moved.", row);
        Assert.Equal(failed.Id.ToString(), IdIn(row));
        await ChangeAsync("/resend", IdIn(row));

        Assert.Null(await RowAsync($"{failed.JobId}</code>"));
        Assert.Contains(await Store().TakeAsync(100, Token), delivery => delivery.Id == failed.Id);
    }

    [Fact]
    public async Task What_strangers_answer_is_text_and_never_markup()
    {
        const string Evil = "</pre><script>alert('1')</script>";
        await FailAsync(Gone with { Detail = Evil });

        var page = await dashboard.Browser.ReadAsync(Page);
        Assert.DoesNotContain("<script>", page);
        Assert.Contains(Evil, WebUtility.HtmlDecode(page));
    }

    [Theory]
    [InlineData("/enable", "999999")]
    [InlineData("/enable", "first")]
    [InlineData("/resend", "8e2b1f2c-7a7c-4a3e-9d9f-0f4b0c8c1d11")]
    [InlineData("/resend", "first")]
    public async Task What_is_not_there_is_not_found(string action, string id)
    {
        using var response = await dashboard.Browser.SubmitAsync(Page, Page + action, ("id", id));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("/enable")]
    [InlineData("/resend")]
    public async Task A_form_of_another_page_is_refused(string action)
    {
        using var response = await dashboard.Browser.PostAsync(Page + action, null, ("id", "1"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_page_is_for_operators_and_linked_from_the_others()
    {
        using var stranger = dashboard.NewBrowser();
        using var response = await stranger.GetAsync(Page);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Contains($"href=\"{Page}\"", await dashboard.Browser.ReadAsync("/dashboard/clients"));
    }

    // Two jobs of a new client end; the delivery about the first ends as the test wants it.
    private async Task<DueDelivery> FailAsync(AttemptResult result)
    {
        var (http, _) = await dashboard.Server.AddClientAsync(new() { Name = name, CallbackUrl = Url });
        using (http)
        {
            await EndJobAsync(http);
            var delivery = await TakeAsync();
            await Store().EndAsync(delivery, TimeProvider.System.GetUtcNow(), result, Token);
            if (result.Outcome == DeliveryOutcome.Gone)
                await EndJobAsync(http);
            return delivery;
        }
    }

    private static async Task EndJobAsync(HttpClient http)
    {
        var jobs = new NativeDriver(http);
        Assert.Equal(HttpStatusCode.OK, await jobs.CallAsync(await jobs.SubmitAsync([1, 2, 3]), "cancel"));
    }

    private async Task<DueDelivery> TakeAsync() => Assert.Single(await Store().TakeAsync(100, Token), delivery => delivery.Url == Url);

    private async Task ChangeAsync(string action, string id)
    {
        using var response = await dashboard.Browser.SubmitAsync(Page, Page + action, ("id", id));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(Page, response.Headers.Location!.OriginalString);
    }

    // The first row of the page with a text.
    private async Task<string?> RowAsync(string text) =>
        (await dashboard.Browser.ReadAsync(Page)).Split("<tr>").Skip(1).FirstOrDefault(row => row.Contains(text, StringComparison.Ordinal))?.Split("</tr>")[0];

    private static string IdIn(string? row) => row!.Split("name=\"id\" value=\"")[1].Split('"')[0];

    private DeliveryStore Store() => dashboard.Server.Services.GetRequiredService<DeliveryStore>();
}
