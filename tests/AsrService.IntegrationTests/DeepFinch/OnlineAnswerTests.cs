using System.Net;
using System.Text;
using AsrService.Core.Sessions;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>What clients are answered, to the letter.</summary>
public sealed class OnlineAnswerTests(ChunkServer server) : IClassFixture<ChunkServer>
{
    private const string Sample = "5L+h55So5Y2h5p+l6K+i";
    private const string SampleWords = "5L+h55So5Y2hW3hpbjR5b25nNGthM10g5p+l6K+iW2NoYTJ4dW4yXQ==";

    private static readonly SessionText Sentence = new("信用卡查询", [new("信用卡", 0.38, 0.59, 1), new("查询", 0.59, 1.01, 1)], IsFinal: true);

    [Fact]
    public async Task The_protocols_sample_is_answered_as_documented()
    {
        Assert.Equal("信用卡[xin4yong4ka3] 查询[cha2xun2]", Encoding.UTF8.GetString(Convert.FromBase64String(SampleWords)));

        await AnswersAsync(
            new ChunkResult.Kept(Sentence),
            $$"""{"task_id":"ID","asr_status":5,"ep_status":2,"base64":"{{Sample}}","ppl_base64":"{{SampleWords}}","time":[[380,590],[590,1010]],"sync_id":1,"pgs":1,"close":0}""");
    }

    [Fact]
    public Task A_sentence_that_grows_is_status_0() => AnswersAsync(
        new ChunkResult.Kept(Sentence with { IsFinal = false }),
        $$"""{"task_id":"ID","asr_status":0,"ep_status":1,"base64":"{{Sample}}","ppl_base64":"{{SampleWords}}","time":[[380,590],[590,1010]],"sync_id":1,"pgs":1,"close":0}""");

    [Fact]
    public Task Nothing_new_is_status_2() => AnswersAsync(
        new ChunkResult.Kept(null), """{"task_id":"ID","asr_status":2,"ep_status":1,"base64":"","ppl_base64":"","time":[],"sync_id":1,"pgs":0,"close":0}""");

    [Fact]
    public Task A_sentence_that_turned_out_to_be_none_ends_without_text() => AnswersAsync(
        new ChunkResult.Kept(new("", [], IsFinal: true)), """{"task_id":"ID","asr_status":5,"ep_status":2,"base64":"","ppl_base64":"","time":[],"sync_id":1,"pgs":0,"close":0}""");

    [Fact]
    public Task A_session_that_timed_out_must_be_closed() => AnswersAsync(
        new ChunkResult.TimedOut(null), """{"task_id":"ID","asr_status":2,"ep_status":1,"base64":"","ppl_base64":"","time":[],"sync_id":1,"pgs":0,"close":1}""");

    [Fact]
    public Task Its_last_text_comes_with_that() => AnswersAsync(
        new ChunkResult.TimedOut(Sentence),
        $$"""{"task_id":"ID","asr_status":5,"ep_status":2,"base64":"{{Sample}}","ppl_base64":"{{SampleWords}}","time":[[380,590],[590,1010]],"sync_id":1,"pgs":1,"close":1}""");

    [Fact]
    public async Task What_sessions_refuse_is_told_with_a_reason()
    {
        var tasks = await server.AddClientAsync();
        foreach (var (result, word, reason) in new (ChunkResult, string, string)[]
        {
            (new ChunkResult.Gap(7), "INVALID_ARGUMENT", "the next audio_id must be 7"),
            (new ChunkResult.IdTaken(), "INVALID_ARGUMENT", "has been used before"),
            (new ChunkResult.Unknown(), "TASK_NOT_EXISTS", "no such task"),
        })
        {
            server.Sessions.Results.Enqueue(result);
            var reply = await tasks.AddAsync("", 1, new byte[2], status: 1);
            Assert.Equal((HttpStatusCode.BadRequest, word), (reply.Status, reply.Word));
            Assert.Contains(reason, reply.Reason);
        }
    }

    [Fact]
    public async Task A_session_is_closed_as_often_as_one_likes()
    {
        var tasks = await server.AddClientAsync();
        var taskId = (await tasks.AddAsync("", 1, new byte[2], status: 1)).TaskId;

        foreach (var _ in new[] { 1, 2 })
        {
            var reply = await tasks.CloseAsync(taskId);
            Assert.Equal(HttpStatusCode.OK, reply.Status);
            Assert.Equal($$"""{"task_id":"{{taskId}}"}""", reply.Result.GetRawText());
        }
    }

    [Fact]
    public async Task A_close_may_come_in_any_form()
    {
        var tasks = await server.AddClientAsync();
        var taskId = (await tasks.AddAsync("", 1, new byte[2], status: 1)).TaskId;
        using var form = new FormUrlEncodedContent([new("task_id", taskId)]);
        using var multipart = new MultipartFormDataContent { { new StringContent(taskId), "task_id" } };

        foreach (var content in new HttpContent[] { form, multipart })
            Assert.Equal("OK", (await tasks.SendAsync(HttpMethod.Post, DeepFinchDriver.ClosePath, content)).Word);
        Assert.Equal("OK", (await tasks.SendAsync(HttpMethod.Post, $"{DeepFinchDriver.ClosePath}?task_id={taskId}")).Word);
    }

    [Theory]
    [InlineData(null, "", "INVALID_ARGUMENT", "task_id")]
    [InlineData("application/json", "{}", "INVALID_ARGUMENT", "task_id")]
    [InlineData("application/json", """{"task_id":""}""", "INVALID_ARGUMENT", "task_id")]
    [InlineData("application/json", """{"task_id":"a/b"}""", "INVALID_ARGUMENT", "task_id")]
    [InlineData("application/json", """{"task_id":""", "INVALID_ARGUMENT", "not valid JSON")]
    [InlineData("application/json", """{"task_id":"unknown"}""", "TASK_NOT_EXISTS", "no such task")]
    [InlineData("application/x-www-form-urlencoded", "task_id=unknown", "TASK_NOT_EXISTS", "no such task")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\n", "INVALID_ARGUMENT", "could not be read")]
    public async Task A_close_that_closes_nothing_is_refused(string? type, string body, string word, string reason)
    {
        using var content = type is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { { "Content-Type", type } } };
        var reply = await (await server.AddClientAsync()).SendAsync(HttpMethod.Post, DeepFinchDriver.ClosePath, content);

        Assert.Equal((HttpStatusCode.BadRequest, word), (reply.Status, reply.Word));
        Assert.Contains(reason, reply.Reason);
    }

    private async Task AnswersAsync(ChunkResult result, string expected)
    {
        var tasks = await server.AddClientAsync();
        server.Sessions.Results.Enqueue(result);

        var reply = await tasks.AddAsync("", 1, new byte[2], status: 1);

        Assert.Equal((HttpStatusCode.OK, "OK"), (reply.Status, reply.Word));
        Assert.True(Guid.TryParse(reply.TaskId, out _));
        Assert.Equal(expected.Replace("ID", reply.TaskId, StringComparison.Ordinal), reply.Result.GetRawText());
        Assert.Equal(["status", "request_id", "result"], reply.Body.EnumerateObject().Select(member => member.Name));
    }
}
