using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using AsrService.Core.Clients;
using AsrService.Data.Clients;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>Clients, managed on their page.</summary>
public sealed partial class ClientsPageTests(DashboardServer dashboard) : IClassFixture<DashboardServer>
{
    private const string Page = "/dashboard/clients";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly string name = Guid.NewGuid().ToString();

    [Fact]
    public async Task The_secret_of_a_new_client_is_shown_once_and_works()
    {
        var (issued, secret) = await AddAsync();

        Assert.Contains("whsec_", issued);
        Assert.Equal(HttpStatusCode.Created, await PostTaskAsync(secret));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostTaskAsync(secret + "x"));

        var page = await dashboard.Browser.ReadAsync(Page);
        Assert.Contains(name, page);
        Assert.DoesNotContain(secret, page);
        Assert.DoesNotContain("whsec_", page);
    }

    [Fact]
    public async Task Every_setting_can_be_given()
    {
        using var response = await SubmitAsync(
            "", ("name", name), ("protocols", "asr-task"), ("protocols", "teleai"), ("rate", "5"), ("max-queued", "7"), ("quota-minutes", "60"),
            ("expires", "2100-01-31T12:00"), ("callback-url", "https://hospital.example/done"), ("full-events", "true"), ("language", "fr"), ("sample-rate", "8000"), ("channels", "2"), ("channels-are-speakers", "true"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var settings = await SettingsAsync();
        Assert.Equal(["asr-task", "teleai"], settings.Protocols);
        Assert.Equal(
            new ClientSettings
            {
                Name = name,
                Protocols = settings.Protocols,
                RequestsPerSecond = 5,
                MaxQueued = 7,
                QuotaMinutes = 60,
                ExpiresAt = new DateTimeOffset(2100, 1, 31, 12, 0, 0, TimeSpan.Zero),
                CallbackUrl = "https://hospital.example/done",
                FullEvents = true,
                Language = "fr",
                SampleRate = 8000,
                Channels = 2,
                ChannelsAreSpeakers = true,
            },
            settings);

        var page = await dashboard.Browser.ReadAsync(Page);
        string[] shown =
        [
            "asr-task, teleai", "0 of 7", "0.0 of 60", "until 2100-01-31 12:00 UTC", "language fr", "8000 Hz", "2 channels", "channels are speakers",
            "full callbacks to https://hospital.example/done",
        ];
        Assert.All(shown, text => Assert.Contains(text, page));
    }

    [Fact]
    public async Task What_is_left_empty_is_not_limited()
    {
        using var response = await SubmitAsync(
            "", ("name", name), ("protocols", "native"), ("rate", ""), ("max-queued", ""), ("quota-minutes", ""), ("expires", ""), ("callback-url", ""),
            ("language", ""), ("sample-rate", ""), ("channels", ""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var settings = await SettingsAsync();
        Assert.Equal(new ClientSettings { Name = name, Protocols = settings.Protocols }, settings);
    }

    [Theory]
    [InlineData("rate", "many", "The rate is a whole number.")]
    [InlineData("rate", "0", "The rate is 1 to")]
    [InlineData("quota-minutes", "1.5", "The quota is a whole number.")]
    [InlineData("channels", "9", "Audio without a header has 1 to 8 channels.")]
    [InlineData("expires", "soon", "soon is no date")]
    [InlineData("language", "tlh", "tlh is no language code")]
    [InlineData("callback-url", "ftp://hospital.example", "The callback URL is refused")]
    [InlineData("protocols", "fax", "There is no protocol fax.")]
    [InlineData("name", "\u0007", "A client's name has")]
    public async Task A_mistake_is_told_in_a_sentence_and_what_was_typed_stays(string field, string value, string sentence)
    {
        var fields = new Dictionary<string, string> { ["name"] = name, ["protocols"] = "native", ["sample-rate"] = "8000", [field] = value };
        using var response = await SubmitAsync("", [.. fields.Select(entry => (entry.Key, entry.Value))]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var page = WebUtility.HtmlDecode(await Browser.TextOf(response));
        Assert.Contains(sentence, page);
        Assert.Contains("value=\"8000\"", page);
        Assert.DoesNotContain((await Clients().ListAsync(Token)), entry => entry.Client.Settings.Name == name);
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        await AddAsync();
        using var response = await SubmitAsync("", ("name", name), ("protocols", "native"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"There is a client named {name} already.", await Browser.TextOf(response));
    }

    [Fact]
    public async Task New_secrets_end_the_old_ones()
    {
        var (_, old) = await AddAsync();
        using var response = await SubmitAsync("/rotate", ("name", name));
        var secret = Secret().Match(await Browser.TextOf(response)).Value;

        Assert.Equal(HttpStatusCode.Unauthorized, await PostTaskAsync(old));
        Assert.Equal(HttpStatusCode.Created, await PostTaskAsync(secret));
        Assert.DoesNotContain(secret, await dashboard.Browser.ReadAsync(Page));
    }

    [Fact]
    public async Task A_client_is_disabled_enabled_and_removed()
    {
        var (_, secret) = await AddAsync();

        await ChangeAsync("/disable");
        Assert.Equal(HttpStatusCode.Unauthorized, await PostTaskAsync(secret));
        await ChangeAsync("/enable");
        Assert.Equal(HttpStatusCode.Created, await PostTaskAsync(secret));
        await ChangeAsync("/remove");
        Assert.Equal(HttpStatusCode.Unauthorized, await PostTaskAsync(secret));
        Assert.DoesNotContain(name, await dashboard.Browser.ReadAsync(Page));
    }

    [Theory]
    [InlineData("/rotate")]
    [InlineData("/disable")]
    [InlineData("/enable")]
    [InlineData("/remove")]
    public async Task A_client_that_is_not_there_is_not_found(string action)
    {
        using var response = await SubmitAsync(action, ("name", name));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task A_name_is_text_and_never_markup()
    {
        var evil = $"\"><script>alert('{name}')</script>";
        using var response = await SubmitAsync("", ("name", evil), ("protocols", "native"));
        using var again = await SubmitAsync("", ("name", evil), ("protocols", "native"));

        foreach (var page in new[] { await Browser.TextOf(response), await Browser.TextOf(again), await dashboard.Browser.ReadAsync(Page) })
        {
            // The page has a script of its own, from a file.
            Assert.DoesNotContain("<script>", page);
            Assert.Contains(evil, WebUtility.HtmlDecode(page));
        }

        using var removed = await SubmitAsync("/remove", ("name", evil));
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
    }

    private async Task<(string Page, string Secret)> AddAsync()
    {
        using var response = await SubmitAsync("", ("name", name), ("protocols", "asr-task"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = await Browser.TextOf(response);
        return (page, Secret().Match(page).Value);
    }

    private async Task ChangeAsync(string action)
    {
        using var response = await SubmitAsync(action, ("name", name));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(Page, response.Headers.Location!.OriginalString);
    }

    private Task<HttpResponseMessage> SubmitAsync(string action, params (string Name, string Value)[] fields) =>
        dashboard.Browser.SubmitAsync(Page, Page + action, fields);

    private ClientStore Clients() => dashboard.Server.Services.GetRequiredService<ClientStore>();

    private async Task<ClientSettings> SettingsAsync() =>
        (await Clients().ListAsync(Token)).Single(entry => entry.Client.Settings.Name == name).Client.Settings;

    private async Task<HttpStatusCode> PostTaskAsync(string secret)
    {
        using var http = dashboard.Server.CreateClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using var response = await new AsrTaskDriver(http).PostAsync([1, 2, 3]);
        return response.StatusCode;
    }

    [GeneratedRegex("asr_[a-z0-9]{16}_[A-Za-z0-9_-]{43}")]
    private static partial Regex Secret();
}
