using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.MedVoice;

namespace AsrService.IntegrationTests.NativeJobs;

/// <summary>What a job gives: its text in every form, its recording, and what happens to it while one looks.</summary>
public sealed class ResultTests(SharedServer shared)
{
    private readonly NativeDriver jobs = new(shared.Server.Http);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_result_comes_in_every_form_by_word_or_by_media_type()
    {
        var id = await jobs.SubmitAsync(Recordings.Mp3, "?word_timestamps=true");
        await jobs.WaitForStateAsync(id, "done");

        var json = JsonDocument.Parse(await TextAsync(id, "?format=json")).RootElement;
        Assert.Equal(["text", "language", "duration"], json.EnumerateObject().Select(member => member.Name));
        var verbose = JsonDocument.Parse(await TextAsync(id, "?format=verbose_json")).RootElement;
        Assert.Equal(["task", "language", "duration", "text", "segments", "words"], verbose.EnumerateObject().Select(member => member.Name));
        foreach (var (format, type, start) in new[] { ("txt", "text/plain", "And so"), ("srt", "application/x-subrip", "1\n"), ("vtt", "text/vtt", "WEBVTT"), ("tsv", "text/tab-separated-values", "start\tend\ttext\n") })
        {
            Assert.StartsWith(start, (await TextAsync(id, $"?format={format}")).TrimStart(), StringComparison.Ordinal);
            Assert.Equal(await TextAsync(id, $"?format={format}"), await TextAsync(id, "", $"{type}, */*;q=0.1"));
        }

        Assert.Equal(json.GetRawText(), await TextAsync(id, "", "*/*"));
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync(id, "/result?format=docx")).StatusCode);
    }

    [Fact]
    public async Task There_is_no_result_before_the_end_or_after_a_failure()
    {
        var failed = await jobs.SubmitAsync([1]);
        var job = await jobs.WaitForStateAsync(failed, "failed");
        using var response = await GetAsync(failed, "/result");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal($"There is no text: {job.GetProperty("error").GetString()}", (await AsrTaskDriver.ReadAsync(response)).GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(Guid.NewGuid(), "/result")).StatusCode);
    }

    [Fact]
    public async Task The_recording_may_be_the_body_and_comes_back_as_it_was()
    {
        using var posted = await shared.Server.Http.PostAsync(new Uri($"{NativeDriver.Path}?language=en", UriKind.Relative), MedVoiceDriver.Body(Recordings.Mp3, "audio/mpeg"), Token);
        Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
        var id = (await AsrTaskDriver.ReadAsync(posted)).GetProperty("id").GetGuid();

        using var whole = await GetAsync(id, "/audio");
        Assert.Equal(Recordings.Mp3, await whole.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(("audio/mpeg", "nosniff"), (whole.Content.Headers.ContentType?.MediaType, whole.Headers.GetValues("X-Content-Type-Options").Single()));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{NativeDriver.Path}/{id}/audio") { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var part = await shared.Server.Http.SendAsync(request, Token);
        Assert.Equal((HttpStatusCode.PartialContent, 10L), (part.StatusCode, part.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task Events_tell_the_state_the_progress_and_the_text_so_far_until_the_end()
    {
        var id = await jobs.SubmitAsync(await Recordings.LongAsync(minutes: 2), "?language=en");
        using var response = await shared.Server.Http.GetAsync(new Uri($"{NativeDriver.Path}/{id}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);

        // It ends by itself.
        var events = (await response.Content.ReadAsStringAsync(Token)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('\n')).ToList();
        var data = events.Select(lines => JsonDocument.Parse(lines[1]["data: ".Length..]).RootElement).ToList();
        Assert.All(events, lines => Assert.Matches("^event: (state|progress)$", lines[0]));
        Assert.Equal("done", NativeDriver.StateOf(data[^1]));
        Assert.Contains(data, each => NativeDriver.StateOf(each) == "transcribing" && each.TryGetProperty("text", out var text) && text.GetString()!.Length > 20);
        Assert.Equal((await jobs.GetAsync(id)).GetProperty("text").GetString(), data[^1].GetProperty("text").GetString());
        var progress = data.Select(each => each.GetProperty("progress").GetDouble()).ToList();
        Assert.Equal(progress.Order(), progress);
    }

    [Fact]
    public async Task Events_end_when_the_job_is_deleted()
    {
        var id = await jobs.SubmitAsync(await Recordings.LongAsync(minutes: 5));
        using var response = await shared.Server.Http.GetAsync(new Uri($"{NativeDriver.Path}/{id}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        using var deleted = await shared.Server.Http.DeleteAsync(new Uri($"{NativeDriver.Path}/{id}", UriKind.Relative), Token);

        await response.Content.ReadAsStringAsync(Token);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(id, "/events")).StatusCode);
    }

    private Task<HttpResponseMessage> GetAsync(Guid id, string what) => shared.Server.Http.GetAsync(new Uri($"{NativeDriver.Path}/{id}{what}", UriKind.Relative), Token);

    private async Task<string> TextAsync(Guid id, string query, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{NativeDriver.Path}/{id}/result{query}");
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await shared.Server.Http.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Token);
    }
}
