using System.Net;
using AsrService.Data.Model;
using AsrService.IntegrationTests.Callbacks;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Telemetry;

/// <summary>What Prometheus reads.</summary>
public sealed class MetricsTests(SharedServer shared) : IDisposable
{
    private static readonly Uri Path = new("/metrics", UriKind.Relative);

    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_job_moves_what_is_counted_and_measured()
    {
        await using var server = Start();
        await using var receiver = await Receiver.StartAsync();
        var before = await ScrapeAsync(server.Http);
        Assert.True(before.Has("asr_jobs_ended_total{state=\"done\"}"));

        var jobs = new NativeDriver(server.Http);
        var job = await jobs.SubmitAsync(Recordings.Mp3, $"?callback_url={Uri.EscapeDataString(receiver.Url.AbsoluteUri)}");
        await new DeliveryDriver(server.Http).WaitForStateAsync(job, "delivered");
        var broken = await jobs.SubmitAsync([1, 2, 3]);
        await jobs.WaitForStateAsync(broken, "failed");
        using var refused = await server.Http.PostAsync(new Uri(NativeDriver.Path, UriKind.Relative), new MultipartFormDataContent { { new StringContent("x"), "y" } }, Token);
        var after = await Poll.UntilAsync(() => ScrapeAsync(server.Http), now => now["asr_attempt_duration_seconds_count{outcome=\"failed\",protocol=\"native\"}"] > 0);

        foreach (var (name, growth) in new[]
        {
            ("asr_submissions_total{outcome=\"accepted\",protocol=\"native\"}", 2.0), ("asr_submissions_total{outcome=\"badrequest\",protocol=\"native\"}", 1),
            ("asr_jobs_ended_total{state=\"done\"}", 1), ("asr_jobs_ended_total{failure=\"recording\",state=\"failed\"}", 1),
            ("asr_audio_transcribed_seconds_total{protocol=\"native\"}", 11), ("asr_callback_attempts_total{outcome=\"delivered\"}", 1),
            ("asr_job_wait_duration_seconds_count{priority=\"normal\"}", 2), ("asr_attempt_duration_seconds_count{outcome=\"done\",protocol=\"native\"}", 1),
            ("asr_job_real_time_factor_count", 1), ("asr_callback_attempts_total{outcome=\"status\"}", 0),
        })
        {
            Assert.True(after[name] - before[name] == growth, $"{name}: {before[name]}, {after[name]}");
        }

        Assert.InRange(after["asr_job_real_time_factor_sum"], 0.001, 20);
        Assert.True(after["asr_spool_free_bytes"] > 0);
        Assert.Equal(2, after["asr_worker_slots"]);
        Assert.True(after["http_server_request_duration_seconds_count{http_request_method=\"POST\",http_response_status_code=\"202\",http_route=\"/api/jobs/\",network_protocol_version=\"1.1\",url_scheme=\"http\"}"] > 0);
    }

    [Fact]
    public async Task What_waits_is_asked_for_only_when_somebody_reads_and_not_each_time()
    {
        var statements = new StatementCount();
        await using var server = TestServer.Start(
            shared.Postgres.NewDatabase(), directory.Path, services => services.ConfigureDbContext<AsrDbContext>(options => options.AddInterceptors(statements)), ("Asr:Roles", "Api"));
        await new AsrTaskDriver(server.Http).SubmitAsync([1]);
        await new AsrTaskDriver(server.Http).SubmitAsync([2]);
        Assert.NotEqual(0, statements.Of("select"));
        Assert.Equal(0, statements.Of("min(created_at)"));

        var metrics = await ScrapeAsync(server.Http);
        Assert.Equal((2, 0), (metrics["asr_jobs_queued{priority=\"normal\"}"], metrics["asr_jobs_queued{priority=\"bulk\"}"]));
        Assert.InRange(metrics["asr_queue_oldest_age_seconds{priority=\"normal\"}"], 0.000001, 120);
        Assert.Equal(0, metrics["asr_worker_slots"]);

        var asked = statements.Of("min(created_at)");
        Assert.Equal(1, asked);
        await ScrapeAsync(server.Http);
        await ScrapeAsync(server.Http);
        Assert.InRange(statements.Of("min(created_at)"), 1, 2);
    }

    [Fact]
    public async Task Metrics_are_shown_to_this_machine_and_to_networks_that_are_listed()
    {
        await using var server = Start(("ForwardedHeaders_Enabled", "true"), ("Asr:Metrics:AllowedNetworks", "192.0.2.0/24, fd00::/8"));
        foreach (var (address, host, status) in new[]
        {
            (null, null, HttpStatusCode.OK), ("192.0.2.7", null, HttpStatusCode.OK), ("::ffff:192.0.2.7", null, HttpStatusCode.OK), ("fd00::1", "asr.example", HttpStatusCode.OK),
            ("198.51.100.1", null, HttpStatusCode.Forbidden), ("2001:db8::1", null, HttpStatusCode.Forbidden),

            // A page that made its name lead here, or a proxy that does not tell whom it asks for.
            (null, "asr.example", HttpStatusCode.Forbidden),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Path);
            request.Headers.Host = host;
            if (address is not null)
                request.Headers.Add("X-Forwarded-For", address);
            using var response = await server.Http.SendAsync(request, Token);
            Assert.True(response.StatusCode == status, $"{address} {host}: {response.StatusCode}");
            Assert.Equal(status == HttpStatusCode.OK ? "text/plain" : "application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task A_server_without_its_database_still_tells_of_itself()
    {
        var postgres = await Postgres.StartAsync();
        await using var server = TestServer.Start(postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"));
        await postgres.DisposeAsync();

        var metrics = await ScrapeAsync(server.Http);

        Assert.True(metrics.Has("asr_spool_free_bytes"));
        Assert.DoesNotContain("asr_jobs_queued", metrics.Families);
    }

    private TestServer Start(params (string Key, string Value)[] settings) =>
        TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, [("Asr:Outgoing:AllowedNetworks", "127.0.0.1/32"), .. settings]);

    private static async Task<MetricsText> ScrapeAsync(HttpClient http) => new(await http.GetStringAsync(Path, Token));
}
