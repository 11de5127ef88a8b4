using System.Net;
using System.Text;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.Tests.Outgoing;

namespace AsrService.IntegrationTests.TeleAi;

/// <summary>Requests that are refused: always with 200, a code, a reason, and the id as far as it can be read.</summary>
public sealed class TeleAiRefusalTests(TeleAiServer servers) : IClassFixture<TeleAiServer>
{
    private static readonly Uri File = new("http://127.0.0.1:1/a.mp3");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("timestamp")]
    [InlineData("file_link")]
    [InlineData("enable_callback")]
    [InlineData("req_id", "")]
    public async Task A_parameter_that_is_missing_is_named(string name, string requestId = "mine")
    {
        foreach (var body in new[] { TeleAiServer.Body("mine", File, (name, null)), With(name, "null") })
            await RefusedAsync(body, "10301", $"The parameter {name} is missing.", requestId);
    }

    [Theory]
    [InlineData("file_link", "\"\"")]
    [InlineData("file_link", "\" \"")]
    [InlineData("req_id", "\"\"", "")]
    public async Task A_parameter_that_is_empty_is_missing(string name, string value, string requestId = "mine") =>
        await RefusedAsync(With(name, value), "10301", $"The parameter {name} is missing.", requestId);

    [Theory]
    [InlineData("timestamp", "true")]
    [InlineData("timestamp", "\"now\"")]
    [InlineData("timestamp", "1673493479.5")]
    [InlineData("timestamp", "123456789012345678901234567890")]
    [InlineData("timestamp", "[]")]
    [InlineData("file_link", "1")]
    [InlineData("file_link", "{}")]
    [InlineData("enable_callback", "\"true\"")]
    [InlineData("enable_callback", "1")]
    [InlineData("callback_url", "true")]
    [InlineData("return_mode", "\"1\"")]
    [InlineData("return_mode", "0.5")]
    [InlineData("return_mode", "true")]
    [InlineData("req_id", "1", "")]
    [InlineData("req_id", "[\"a\"]", "")]
    public async Task A_value_of_the_wrong_type_is_refused(string name, string value, string requestId = "mine") =>
        await RefusedAsync(With(name, value), "10304", $"The parameter {name} has a value of the wrong type.", requestId);

    [Theory]
    [InlineData("enable_callback", "false", "must be true.")]
    [InlineData("return_mode", "2", "must be 0 or 1.")]
    [InlineData("return_mode", "-1", "must be 0 or 1.")]
    [InlineData("return_mode", "0", "is needed where return_mode is 0.", "callback_url")]
    [InlineData("return_mode", "null", "is needed where return_mode is 0.", "callback_url")]
    [InlineData("file_link", "\"a.mp3\"", "is refused: The URL must be absolute, such as https://example.org/audio.mp3.")]
    [InlineData("file_link", "\"ftp://example.org/a.mp3\"", "is refused: Only URLs that begin with http:// or https:// can be called.")]
    [InlineData("file_link", "\"file:///etc/passwd\"", "is refused: Only URLs that begin with http:// or https:// can be called.")]
    [InlineData("file_link", "\"http://169.254.169.254/latest\"", "is refused: The host 169.254.169.254 is not on the public Internet.")]
    [InlineData("file_link", "\"http://[::1]/\"", "is refused: The host ::1 is not on the public Internet.")]
    [InlineData("file_link", "\"http://a:b@127.0.0.1/\"", "is refused: A URL cannot contain a name or password.")]
    [InlineData("file_link", "\"http://127.0.0.1/\\u0000\"", "is refused: A URL cannot contain control characters or backslashes.")]
    [InlineData("req_id", "\"a\\u0000\"", "must have at most 128 characters, none of them control characters.", "req_id", "")]
    public async Task A_value_that_is_not_allowed_is_refused(string name, string value, string reason, string? about = null, string requestId = "mine") =>
        await RefusedAsync(With(name, value), "10304", $"The parameter {about ?? name} {reason}", requestId);

    [Theory]
    [InlineData("done", "The URL must be absolute, such as https://example.org/audio.mp3.")]
    [InlineData("http://{ip}/{port}", "The URL must be absolute, such as https://example.org/audio.mp3.")]
    [InlineData("ftp://127.0.0.1/done", "Only URLs that begin with http:// or https:// can be called.")]
    [InlineData("http://10.0.0.1/done", "The host 10.0.0.1 is not on the public Internet.")]
    [InlineData("http://127.0.0.2/done", "The host 127.0.0.2 is not on the public Internet.")]
    public async Task A_callback_URL_that_is_not_called_is_refused(string url, string reason) =>
        await RefusedAsync(TeleAiServer.Body("mine", File, ("return_mode", 0), ("callback_url", url)), "10304", $"The parameter callback_url is refused: {reason}");

    [Theory]
    [InlineData(-601)]
    [InlineData(-86_400)]
    [InlineData(330)]
    [InlineData(86_400)]
    [InlineData(3_000_000_000)]
    [InlineData(-5_000_000_000)]
    public async Task A_timestamp_of_another_time_is_refused(long seconds)
    {
        var time = TeleAiServer.Now.ToUnixTimeSeconds() + seconds;

        foreach (var timestamp in new object[] { time, $"{time}" }.Concat(seconds is > -1_000_000 and < 1_000_000 ? [time * 1000, $"{time * 1000}"] : []))
            await RefusedAsync(TeleAiServer.Body("mine", File, ("timestamp", timestamp)), "10304", "The parameter timestamp must be the time now, at most 10 minutes ago and not in the future.");
    }

    [Fact]
    public async Task A_timestamp_is_taken_in_seconds_and_milliseconds_as_a_number_and_as_text()
    {
        var (signer, _) = await servers.AddClientAsync();
        var time = TeleAiServer.Now;
        object[] timestamps =
        [
            time.ToUnixTimeSeconds(), $"{time.ToUnixTimeSeconds()}", time.ToUnixTimeMilliseconds(), $"{time.ToUnixTimeMilliseconds()}", time.AddMinutes(-9).ToUnixTimeSeconds(),
            time.AddMinutes(-9).ToUnixTimeMilliseconds(), time.AddMinutes(4).ToUnixTimeSeconds(),
        ];

        foreach (var timestamp in timestamps)
            Assert.Equal("\"10000\"", (await signer.PostAsync(TeleAiServer.Body(Guid.NewGuid().ToString(), File, ("timestamp", timestamp)))).Code);
    }

    [Theory]
    [InlineData("", "The body is not valid JSON.")]
    [InlineData("{", "The body is not valid JSON.")]
    [InlineData("timestamp=1", "The body is not valid JSON.")]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("null", "The body must be a JSON object.")]
    [InlineData("\"{}\"", "The body must be a JSON object.")]
    [InlineData("{\"req_id\":\"\\ud800\"}", "The body is not valid JSON.")]
    [InlineData("{} {}", "The body is not valid JSON.")]
    public async Task A_body_that_is_no_JSON_object_is_refused(string body, string reason) => await RefusedAsync(body, "10304", reason, requestId: "");

    [Fact]
    public async Task Half_a_character_in_a_parameter_is_refused() =>
        await RefusedAsync(With("file_link", "\"http://127.0.0.1/\\ud800\""), "10304", "The parameter file_link has a value of the wrong type.");

    [Fact]
    public async Task Bounds_are_kept()
    {
        var (signer, _) = await servers.AddClientAsync();
        var longest = new string('国', 128);

        Assert.Equal("\"10000\"", (await signer.PostAsync(TeleAiServer.Body(longest, File, ("business_data", new string('b', (64 << 10) - 2))))).Code);
        await RefusedAsync(TeleAiServer.Body("mine", File, ("business_data", new string('b', (64 << 10) - 1))), "10304", "The parameter business_data must have at most 65536 bytes.");
        await RefusedAsync(TeleAiServer.Body(longest + "国", File), "10304", "The parameter req_id must have at most 128 characters, none of them control characters.", "");
        await RefusedAsync(TeleAiServer.Body("mine", File, ("x", new string('x', 1 << 20))), "10304", "The body has more than 81920 bytes.", "");
        await RefusedAsync(new string('[', 1 << 20), "10304", "The body has more than 81920 bytes.", "");
    }

    [Fact]
    public async Task Wrong_expired_and_missing_signatures_are_refused_in_the_protocols_form()
    {
        var (signer, _) = await servers.AddClientAsync();
        var (other, _) = await servers.AddClientAsync();
        var body = TeleAiServer.Body("mine", File);

        foreach (var wrong in new[] { signer with { AppKey = other.AppKey }, signer with { AppId = other.AppId }, signer with { At = signer.At.AddMinutes(-36) }, signer with { AppId = "nobody" } })
            await UnauthorizedAsync(wrong.PostAsync(body));
        foreach (var authorization in new[] { signer.Sign(TeleAiSigner.SubmitPath), signer.Sign(TeleAiSigner.QueryPath, "POST"), "teleai-cloud-auth-v1", "Bearer " + Secrets.Note(signer.AppKey) })
            await UnauthorizedAsync(signer.PostAsync(body, authorization));
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await servers.Server.Http.PostAsync(new Uri(TeleAiSigner.SubmitPath, UriKind.Relative), content, Token);
        Assert.Equal("""{"code":"401","msg":"The headers X-APP-ID and Authorization are required.","requestId":""}""", await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task A_signature_that_is_replayed_after_its_end_is_refused()
    {
        // With the five minutes that clocks may differ by, five seconds are left.
        var signer = (await servers.AddClientAsync()).Signer with { At = TeleAiServer.Now.AddMinutes(-5).AddSeconds(-5), Expiration = 10 };
        var (body, authorization) = (TeleAiServer.Body("mine", File), signer.Sign(TeleAiSigner.SubmitPath, "POST"));
        Assert.Equal("\"10000\"", (await signer.PostAsync(body, authorization)).Code);

        await Poll.UntilAsync(() => signer.PostAsync(body, authorization), reply => reply.Status != HttpStatusCode.OK);

        await UnauthorizedAsync(signer.PostAsync(body, authorization));
    }

    [Fact]
    public async Task Too_many_jobs_that_wait_are_told_with_the_protocols_code()
    {
        var (signer, _) = await servers.AddClientAsync(TeleAiServer.Settings() with { QuotaMinutes = 1, MaxQueued = 1 });
        await using var files = await LoopbackServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        var refused = await Poll.UntilAsync(() => signer.PostAsync(TeleAiServer.Body(Guid.NewGuid().ToString(), files.Url)), reply => reply.Code != "\"10000\"");

        Assert.Equal((HttpStatusCode.OK, "\"10302\"", true), (refused.Status, refused.Code, refused.HasRetryAfter));
        Assert.True(Guid.TryParse(refused.Body.GetProperty("requestId").GetString(), out _));
    }

    private static string With(string name, string value) => TeleAiServer.Body("mine", File, (name, "VALUE")).Replace("\"VALUE\"", value, StringComparison.Ordinal);

    private static async Task UnauthorizedAsync(Task<TeleAiReply> sent)
    {
        var reply = await sent;
        Assert.Equal(
            (HttpStatusCode.Unauthorized, """{"code":"401","msg":"The signature is not valid, or is no longer valid.","requestId":""}"""), (reply.Status, reply.Body.GetRawText()));
    }

    private async Task RefusedAsync(string body, string code, string reason, string requestId = "mine")
    {
        var reply = await (await servers.AddClientAsync()).Signer.PostAsync(body);

        Assert.Equal((HttpStatusCode.OK, $$"""{"code":"{{code}}","msg":"{{reason}}","requestId":"{{requestId}}"}"""), (reply.Status, reply.Body.GetRawText()));
    }
}
