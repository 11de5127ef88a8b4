using System.Net;
using AsrService.IntegrationTests.Callbacks;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Processes;

namespace AsrService.IntegrationTests.Telemetry;

/// <summary>What a collector sees of a job.</summary>
public sealed class TraceTests(SharedServer shared) : IAsyncLifetime
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string CallerId = "00f067aa0ba902b7";

    private readonly TemporaryDirectory directory = new();
    private Collector collector = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => collector = await Collector.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await collector.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_job_is_one_trace_from_its_submission_to_its_callback()
    {
        await using var server = Start();
        await using var receiver = await Receiver.StartAsync(Receiver.Statuses(500, 200));
        var (http, issued) = await server.AddClientAsync();
        var job = await new NativeDriver(http).SubmitAsync(Recordings.Mp3, $"?callback_url={Uri.EscapeDataString(receiver.Url.AbsoluteUri)}");

        var trace = await collector.TraceOfAsync(job, spans => spans.Count(span => span.Name == "callback") == 2 && spans.Any(span => span.Name == "attempt"));

        var request = Assert.Single(trace, span => span.Name == "POST /api/jobs/");
        Assert.Equal(("", "202", "/api/jobs/"), (request.ParentId, request.Tag("http.response.status_code"), request.Tag("http.route")));
        var submission = Assert.Single(trace, span => span.ParentId == request.Id);
        Assert.Equal(("submit", "native", issued.Id), (submission.Name, submission.Tag("asr.protocol"), submission.Tag("asr.client.id")));
        var below = trace.Where(span => span.ParentId == submission.Id).ToList();
        Assert.Equal(["attempt", "callback", "callback"], below.Select(span => span.Name).Order(StringComparer.Ordinal));
        Assert.All(below, span => Assert.Equal(job.ToString(), span.Tag("asr.job.id")));

        var attempt = below.Single(span => span.Name == "attempt");
        Assert.Equal(("done", "1", "11", "tiny-q8_0"), (attempt.Tag("asr.outcome"), attempt.Tag("asr.attempt"), attempt.Tag("asr.audio.seconds"), attempt.Tag("asr.model")));
        Assert.NotEmpty(attempt.Tag("asr.real_time_factor"));
        Assert.Equal(["fetch", "decode", "recognise", "complete"], trace.Where(span => span.ParentId == attempt.Id).Select(span => span.Name));
        Assert.Equal(
            [("1", "status", "500"), ("2", "delivered", "200")],
            below.Where(span => span.Name == "callback").Select(span => (span.Tag("asr.attempt"), span.Tag("asr.outcome"), span.Tag("http.response.status_code"))).Order());
    }

    [Fact]
    public async Task The_trace_of_the_caller_is_continued_unless_the_caller_leaves_it_out()
    {
        await using var server = Start();
        await SubmitAsync(server.Http, $"00-{new string('a', 32)}-{CallerId}-00");
        await SubmitAsync(server.Http, $"00-{TraceId}-{CallerId}-01");

        await Poll.UntilAsync(() => Task.FromResult(collector.Spans), spans => spans.Any(span => span.Name == "attempt" && span.TraceId == TraceId));

        Assert.Single(collector.Spans, span => span.ParentId == CallerId && span.Name == "POST /api/jobs/");
        Assert.DoesNotContain(collector.Spans, span => span.TraceId[0] == 'a' && span.TraceId == new string('a', 32));
    }

    [Fact]
    public async Task A_job_stays_in_its_trace_when_its_worker_is_killed()
    {
        await using var nodes = new NodeGroup(shared.Postgres.NewDatabase());
        var api = nodes.Http(await nodes.StartAsync("Api", collector.Settings));
        var first = await nodes.StartAsync("Worker", collector.Settings);
        var job = await new NativeDriver(api).SubmitAsync(await Recordings.LongAsync(minutes: 2));
        await collector.TraceOfAsync(job, spans => spans.Any(span => span.Name == "decode"));

        first.SignalAll(UnixSignal.Kill);
        await nodes.StartAsync("Worker", collector.Settings);
        var trace = await collector.TraceOfAsync(job, spans => spans.Any(span => span.Name == "attempt"));

        var submission = trace.Single(span => span.Name == "submit");
        var attempt = trace.Single(span => span.Name == "attempt");
        Assert.Equal((submission.Id, "2", "done"), (attempt.ParentId, attempt.Tag("asr.attempt"), attempt.Tag("asr.outcome")));
        Assert.Equal(2, trace.Count(span => span.Name == "decode"));
        Assert.Equal(3, trace.Select(span => span.Node).Distinct().Count());
    }

    [Fact]
    public async Task Who_only_looks_makes_no_trace_and_neither_does_an_idle_server()
    {
        await using var server = Start();
        var jobs = new NativeDriver(server.Http);
        var job = await jobs.SubmitAsync(Recordings.Mp3);
        await jobs.WaitForStateAsync(job, "done");
        await collector.TraceOfAsync(job, spans => spans.Any(span => span.Name == "attempt"));

        // Of all servers in this process: polls are GET, and what nobody asked for would have a name of its own.
        Assert.All(collector.Spans.Where(span => span.ParentId.Length == 0), span => Assert.Matches("^(POST|PUT|PATCH|DELETE|submit|attempt)", span.Name));
    }

    [Fact]
    public async Task Nothing_that_is_exported_tells_a_secret_a_text_or_a_name()
    {
        // A process of its own, so that nobody else's spans are there.
        string[] names = ["file-4711", "prompt-0815", "user-2001", "hook-1984"];
        await using var receiver = await Receiver.StartAsync();
        await using var nodes = new NodeGroup(shared.Postgres.NewDatabase());
        var http = nodes.Http(await nodes.StartAsync("Api,Worker", [.. collector.Settings, ("Asr__Outgoing__AllowedNetworks", "127.0.0.1/32")]));

        using var other = await http.PostAsync(new Uri($"/process_audio_v2/{names[2]}", UriKind.Relative), AsrTaskDriver.Form(new ByteArrayContent(Recordings.Mp3), "audio"), Token);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Recordings.Mp3), "file", names[0] + ".mp3" }, { new StringContent(names[1]), "prompt" } };
        using var answer = await http.PostAsync(
            new Uri($"{NativeDriver.Path}?callback_url={Uri.EscapeDataString($"{receiver.Url.AbsoluteUri}{names[3]}?token={names[3]}")}", UriKind.Relative), form, Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Accepted), (other.StatusCode, answer.StatusCode));

        var job = (await AsrTaskDriver.ReadAsync(answer)).GetProperty("id").GetGuid();
        await collector.TraceOfAsync(job, spans => spans.Any(span => span.Name == "callback"));
        await Poll.UntilAsync(() => Task.FromResult(collector.Requests), requests => requests.Any(request => request.StartsWith("/v1/metrics ward ", StringComparison.Ordinal)));
        Assert.Contains(collector.Spans, span => span.Name == "POST /process_audio_v2/{**user_id}");
        foreach (var request in collector.Requests)
            Assert.DoesNotContain(names.Concat(Secrets.All), secret => request.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task SubmitAsync(HttpClient http, string traceParent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, NativeDriver.Path) { Content = AsrTaskDriver.Form(new ByteArrayContent(Recordings.Mp3)) };
        request.Headers.Add("traceparent", traceParent);
        using var response = await http.SendAsync(request, Token);
        var job = (await AsrTaskDriver.ReadAsync(response)).GetProperty("id").GetGuid();
        await new NativeDriver(http).WaitForStateAsync(job, "done");
    }

    private TestServer Start() => TestServer.Start(
        shared.Postgres.NewDatabase(), directory.Path, [.. collector.Settings, ("Asr:Outgoing:AllowedNetworks", "127.0.0.1/32"), ("Asr:Callbacks:Retries", "00:00:00.1")]);
}
