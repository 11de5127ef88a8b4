using System.Net;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.AsrTask;

public sealed class SubmitAndPollTests(SharedServer shared)
{
    [Fact]
    public async Task The_service_tells_that_it_is_there()
    {
        var text = await shared.Server.Http.GetStringAsync(new Uri("/api/v1/asr/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("""{"status":"ok","service":"asr-backend","version":"1.0"}""", text);
    }

    [Fact]
    public async Task A_recording_is_accepted_with_201_and_a_task_id_of_20_digits()
    {
        using var response = await shared.Tasks.PostAsync(Recordings.Mp3);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var body = await AsrTaskDriver.ReadAsync(response);
        Assert.Equal(["task_id"], Names(body));
        Assert.Matches("^[0-9]{20}$", body.GetProperty("task_id").GetString());
    }

    [Fact]
    public async Task A_task_under_way_answers_202_with_an_empty_result()
    {
        var taskId = await shared.Tasks.SubmitAsync(await Recordings.LongAsync(minutes: 1));

        var (status, body) = await shared.Tasks.GetAsync(taskId);

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(["task_id", "status", "result", "progress", "queue_position"], Names(body).Except(["estimated_seconds"]));
        Assert.Equal(taskId, body.GetProperty("task_id").GetString());
        Assert.Equal("processing", body.GetProperty("status").GetString());
        Assert.Equal("", body.GetProperty("result").GetString());
        Assert.InRange(body.GetProperty("progress").GetDouble(), 0, 1);
        Assert.True(body.GetProperty("queue_position").GetInt32() >= 0);
    }

    [Fact]
    public async Task A_finished_task_answers_200_with_the_whisper_dict()
    {
        var (status, body) = await shared.Tasks.TranscribeAsync(Recordings.Mp3);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["task_id", "status", "result"], Names(body));
        Assert.Equal("done", body.GetProperty("status").GetString());
        var result = body.GetProperty("result");
        Assert.Equal(["text", "segments", "language"], Names(result));
        Assert.Contains(Recordings.Words, result.GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("en", result.GetProperty("language").GetString());
        var segments = result.GetProperty("segments").EnumerateArray().ToList();
        Assert.NotEmpty(segments);
        Assert.All(segments, (segment, index) =>
        {
            Assert.Equal(
                ["id", "seek", "start", "end", "text", "tokens", "temperature", "avg_logprob", "compression_ratio", "no_speech_prob"],
                Names(segment));
            Assert.Equal(index, segment.GetProperty("id").GetInt32());
        });
    }

    [Fact]
    public async Task A_recording_of_silence_is_done_and_has_no_text()
    {
        var (status, body) = await shared.Tasks.TranscribeAsync(await Recordings.MakeAsync("-f lavfi -i anullsrc=r=16000:cl=mono -t 60 -f wav"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("", body.GetProperty("result").GetProperty("text").GetString());
        Assert.Empty(body.GetProperty("result").GetProperty("segments").EnumerateArray());
    }

    [Fact]
    public async Task Progress_only_grows_and_the_queue_position_falls_to_zero()
    {
        var taskId = await shared.Tasks.SubmitAsync(await Recordings.LongAsync(minutes: 2));
        var seen = new List<JsonElement>();

        await shared.Tasks.WaitAsync(taskId, body =>
        {
            seen.Add(body);
            return false;
        });

        var progress = seen.Select(body => body.GetProperty("progress").GetDouble()).ToList();
        Assert.Equal(progress.Order(), progress);
        Assert.True(progress.Distinct().Count() > 2, "A recording of two minutes is decoded in several steps");
        Assert.Equal(0, seen[^1].GetProperty("queue_position").GetInt32());
    }

    [Theory]
    [InlineData("20250331222301719319")]
    [InlineData("nonsense")]
    [InlineData("%E2%80%A9")]
    [InlineData("99999999999999999999")]
    public async Task An_unknown_task_answers_404(string taskId)
    {
        var (status, body) = await shared.Tasks.GetAsync(taskId);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(["task_id", "status", "result", "message"], Names(body));
        Assert.Equal(Uri.UnescapeDataString(taskId), body.GetProperty("task_id").GetString());
        Assert.Equal("not_found", body.GetProperty("status").GetString());
        Assert.Equal("", body.GetProperty("result").GetString());
        Assert.Equal("Task not found", body.GetProperty("message").GetString());
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
