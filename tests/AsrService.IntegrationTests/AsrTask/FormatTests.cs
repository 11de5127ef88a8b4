using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.AsrTask;

public sealed class FormatTests(SharedServer shared)
{
    [Theory]
    [InlineData("txt", "text/plain", "^And so.+\n$")]
    [InlineData("srt", "application/x-subrip", "^1\n00:00:00,000 --> 00:00:[01][0-9],[0-9]{3}\nAnd so")]
    [InlineData("vtt", "text/vtt", "^WEBVTT\n\n00:00:00\\.000 --> 00:00:[01][0-9]\\.[0-9]{3}\nAnd so")]
    [InlineData("tsv", "text/tab-separated-values", "^start\tend\ttext\n0\t[0-9]+\tAnd so")]
    [InlineData("json", "application/json", "^{\"text\":\"And so")]
    public async Task A_result_is_written_in_the_asked_format(string format, string mediaType, string pattern)
    {
        var taskId = await shared.Tasks.SubmitAsync(Recordings.Mp3);
        await shared.Tasks.WaitAsync(taskId);

        using var response = await GetAsync(taskId, format);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.Matches(pattern, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("docx")]
    [InlineData("txt,srt")]
    [InlineData("1")]
    public async Task An_unknown_format_is_refused(string format)
    {
        using var response = await GetAsync("20250331222301719319", format);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("json, txt, srt, vtt or tsv", (await AsrTaskDriver.ReadAsync(response)).GetProperty("error").GetString());
    }

    private Task<HttpResponseMessage> GetAsync(string taskId, string format) => shared.Server.Http.GetAsync(
        new Uri($"{AsrTaskDriver.Path}/{taskId}?format={format}", UriKind.Relative), TestContext.Current.CancellationToken);
}
