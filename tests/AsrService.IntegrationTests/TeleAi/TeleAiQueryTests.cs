using System.Diagnostics;
using System.Net;
using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.TeleAi;

/// <summary>What is told of a task, on a node without a worker: the test is the worker.</summary>
public sealed class TeleAiQueryTests : IAsyncDisposable
{
    private const string Running = """{"code":"990003","message":"任务处理中"}""";
    private const string Unknown = """{"code":992008,"message":"获取信息失败"}""";

    private static readonly Transcript Said = new("北京的天气。 好", "zh", 4,
    [
        new TranscriptSegment(0, 0, 0, 2.4, "北京的天气。", [], 0, -0.07, 0.5, 0.01),
        new TranscriptSegment(1, 0, 2.4004, 4, " 好", [], 0, 0.1, 0.5, 0.01, Channel: 1),
    ]);

    private readonly TemporaryDirectory directory = new();
    private readonly SharedServer shared;
    private readonly TestServer server;
    private readonly IJobStore jobs;
    private readonly IJobLeases leases;

    public TeleAiQueryTests(SharedServer shared)
    {
        this.shared = shared;
        server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"));
        jobs = server.Services.GetRequiredService<IJobStore>();
        leases = server.Services.GetRequiredService<IJobLeases>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_task_runs_until_it_is_done_and_then_has_its_sentences()
    {
        var (signer, client) = await AddAsync();
        var id = await SubmitAsync(client, "test001");
        Assert.Equal(Running, await AskAsync(signer, "test001"));
        var lease = (await leases.StartAsync(id, "here", Token))!;
        Assert.Equal(Running, await AskAsync(signer, "test001"));

        Assert.True(await leases.CompleteAsync(lease, Said, Token));

        Assert.Equal(
            $$$"""{"code":"10000","task_id":"{{{id}}}","req_id":"test001","status":10000,"status_msg":"Succeed","result":{"sentences":["""
            + """{"speaker_id":0,"begin_time":0,"end_time":2400,"texts":"北京的天气。","confidence":0.93},"""
            + """{"speaker_id":1,"begin_time":2400,"end_time":4000,"texts":"好","confidence":1.0}]}}""",
            await AskAsync(signer, "test001"));
    }

    [Fact]
    public async Task A_task_that_ended_otherwise_has_a_reason_and_no_sentences()
    {
        var (signer, client) = await AddAsync();
        var failed = await SubmitAsync(client, "failed");
        Assert.True(await leases.FailAsync((await leases.StartAsync(failed, "here", Token))!, JobFailure.Recording, "The file is no audio.", Token));
        var cancelled = await SubmitAsync(client, "cancelled");
        Assert.Equal(1, await jobs.CancelAsync([cancelled], new JobScope(client.Id), Token));

        foreach (var (id, requestId, reason) in new[] { (failed, "failed", "The file is no audio."), (cancelled, "cancelled", "The job was cancelled.") })
        {
            Assert.Equal(
                $$$"""{"code":"10903","task_id":"{{{id}}}","req_id":"{{{requestId}}}","status":10903,"status_msg":"服务执行失败","result":{"sentences":[]},"message":"{{{reason}}}","flag":0}""",
                await AskAsync(signer, requestId));
        }
    }

    [Fact]
    public async Task What_is_not_there_or_anothers_or_another_protocols_is_unknown()
    {
        var (signer, client) = await AddAsync();
        var (_, other) = await AddAsync();
        await SubmitAsync(other, "others");
        await SubmitAsync(client, "deepfinch", Protocols.DeepFinch);
        var id = await SubmitAsync(client, "mine");

        foreach (var requestId in new[] { "others", "deepfinch", "never", id.ToString(), "MINE", "\0", "任务", new string('x', 2000) })
            Assert.Equal(Unknown, await AskAsync(signer, requestId));
        Assert.Equal(Running, await AskAsync(signer, "mine"));
    }

    [Fact]
    public async Task Two_clients_may_use_the_same_id()
    {
        var (one, two) = (await AddAsync(), await AddAsync());
        var first = await SubmitAsync(one.Client, "same");
        await SubmitAsync(two.Client, "same");

        Assert.True(await leases.CompleteAsync((await leases.StartAsync(first, "here", Token))!, Said, Token));

        Assert.Contains("10000", await AskAsync(one.Signer, "same"), StringComparison.Ordinal);
        Assert.Equal(Running, await AskAsync(two.Signer, "same"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?requestId=")]
    [InlineData("?id=1")]
    public async Task A_parameter_that_is_missing_is_named(string query)
    {
        var reply = await (await AddAsync()).Signer.GetAsync(TeleAiSigner.QueryPath + query);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("""{"code":"10301","msg":"The parameter requestId is missing.","requestId":""}""", reply.Body.GetRawText());
    }

    [Fact]
    public async Task A_real_recording_becomes_sentences()
    {
        var (_, client) = await shared.Server.AddClientAsync();
        var signer = new TeleAiSigner(shared.Server.Http, client);
        using var recording = new MemoryStream(Recordings.Mp3);
        var stored = await shared.Server.Services.GetRequiredService<IAudioStore>().SaveAsync(recording, long.MaxValue, Token);
        await shared.Server.Services.GetRequiredService<JobService>()
            .SubmitAsync(new NewJob(Protocols.TeleAi, () => "kennedy", null, new()) { Client = client.Id }, stored, Token);

        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        TeleAiReply reply;
        while ((reply = await signer.QueryAsync("kennedy")).Code == "\"990003\"")
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(5));
            await timer.WaitForNextTickAsync(Token);
        }

        Assert.Equal("\"10000\"", reply.Code);
        var sentences = reply.Body.GetProperty("result").GetProperty("sentences").EnumerateArray().ToList();
        Assert.Contains(Recordings.Words, string.Join(' ', sentences.Select(sentence => sentence.GetProperty("texts").GetString())));
        Assert.All(sentences, sentence =>
        {
            Assert.InRange(sentence.GetProperty("begin_time").GetInt32(), 0, sentence.GetProperty("end_time").GetInt32());
            Assert.InRange(sentence.GetProperty("end_time").GetInt32(), 0, 11_500);
            Assert.InRange(sentence.GetProperty("confidence").GetDouble(), 0.3, 1);
        });
    }

    [Fact]
    public async Task A_server_in_trouble_does_not_say_that_the_task_failed()
    {
        var (signer, _) = await AddAsync();
        await using var command = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("alter table jobs rename to away");
        await command.ExecuteNonQueryAsync(Token);

        var reply = await signer.QueryAsync("mine");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "\"10903\"", true), (reply.Status, reply.Code, reply.HasRetryAfter));
        Assert.Equal("mine", reply.Body.GetProperty("requestId").GetString());
    }

    private static async Task<string> AskAsync(TeleAiSigner signer, string requestId)
    {
        var reply = await signer.QueryAsync(requestId);
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        return reply.Body.GetRawText();
    }

    private async Task<(TeleAiSigner Signer, IssuedClient Client)> AddAsync()
    {
        var (_, client) = await server.AddClientAsync();
        return (new TeleAiSigner(server.Http, client), client);
    }

    private async Task<Guid> SubmitAsync(IssuedClient client, string requestId, string protocol = Protocols.TeleAi)
    {
        var job = new NewJob(protocol, () => requestId, null, new()) { Client = client.Id, HasChosenId = true };
        Assert.IsType<SubmitResult.Accepted>(await jobs.SubmitAsync(job, new StoredAudio("none", 0, new byte[32]), Token));
        return (await jobs.FindAsync(protocol, requestId, new JobScope(client.Id), Token))!.Id;
    }
}
