using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.MedVoice;

/// <summary>The app shows <c>error</c>; FastAPI's <c>detail</c> stands beside it on 422.</summary>
public sealed class RefusalTests(SharedServer shared)
{
    private readonly MedVoiceDriver app = new(shared.Server.Http);

    [Theory]
    [InlineData("?file_extension=exe", "file_extension", "The field file_extension must be m4a, mp3 or wav.")]
    [InlineData("?file_extension=M4A", "file_extension", "The field file_extension must be m4a, mp3 or wav.")]
    [InlineData("?file_id=a%2Fb", "file_id", "The field file_id must be at most 255 characters without control characters and slashes.")]
    [InlineData("?file_id=%00", "file_id", "The field file_id must be at most 255 characters without control characters and slashes.")]
    [InlineData("?file_name=a%0Ab", "file_name", "The field file_name must be at most 255 characters without control characters.")]
    [InlineData("?language=klingon", "language", "The field language must be auto or a language code that Whisper knows, such as en, fr or zh.")]
    [InlineData("?callback_url=nowhere", "callback_url", "The field callback_url must be an http or https URL.")]
    [InlineData("?user_id=%00", "user_id", "A user's name cannot contain the character NUL.")]
    public async Task What_is_not_allowed_is_422_with_the_field(string query, string field, string sentence)
    {
        foreach (var recording in new[] { null, MedVoiceDriver.Body([1]) })
        {
            var (status, body) = await app.PostAsync($"/process_audio_v2{query}", recording);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            Assert.Equal($$"""{"error":"{{sentence}}","detail":[{"loc":["query","{{field}}"],"msg":"{{sentence}}","type":"value_error"}]}""", body.GetRawText());
        }
    }

    [Theory]
    [InlineData("upload_audio")]
    [InlineData("process_upload_audio")]
    public async Task An_upload_without_a_file_is_422(string call)
    {
        foreach (var content in new HttpContent?[] { null, MedVoiceDriver.Body([]), new MultipartFormDataContent { { new StringContent("x"), "other" } }, new StringContent("{}", null, "application/json") })
        {
            var (status, body) = await app.PostAsync($"/{call}/someone", content);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            Assert.Equal("""{"error":"There is no file part named file.","detail":[{"loc":["body","file"],"msg":"There is no file part named file.","type":"missing"}]}""", body.GetRawText());
        }
    }

    [Fact]
    public async Task A_url_inside_is_refused_as_a_callback()
    {
        var (status, body) = await app.PostAsync("/process_audio_v2?callback_url=http%3A%2F%2F169.254.169.254%2F");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("callback_url", body.GetProperty("detail")[0].GetProperty("loc")[1].GetString());
    }

    [Fact]
    public async Task A_task_that_was_never_given_out_is_404_with_a_word_and_an_error()
    {
        foreach (var (path, id) in new[] { ("get_audio_task", $"{Guid.NewGuid()}"), ("get_audio_processing_result", "no-task"), ("get_audio_task", "%2e%2e%2f") })
        {
            var (status, body) = await app.GetAsync($"/{path}/{id}");
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Equal("""{"status":"NOT_FOUND","error":"There is no such task."}""", body.GetRawText());
        }
    }

    [Fact]
    public async Task A_missing_upload_is_accepted_and_fails_as_documented()
    {
        var fileId = Guid.NewGuid();
        var ended = await app.WaitAsync(await app.StartAsync($"/process_audio_v2/someone?file_id={fileId}"));
        Assert.Equal("""{"status":"FAILURE","error":"404: Audio file not found","error_type":"storage_error"}""", ended.GetRawText());

        var (status, message) = await app.GetAsync($"/get_transcript/{fileId}/json");
        Assert.Equal((HttpStatusCode.OK, $$"""{"message":"No file found with ID {{fileId}} and extension .json"}"""), (status, message.GetRawText()));
    }

    [Fact]
    public async Task A_recording_that_is_none_fails_in_processing()
    {
        var ended = await app.WaitAsync(await app.StartAsync("/process_audio_v2/someone", MedVoiceDriver.Body("no audio at all"u8.ToArray(), "audio/wav")));

        Assert.Equal(("FAILURE", "processing_error"), (MedVoiceDriver.WordOf(ended), ended.GetProperty("error_type").GetString()));
        Assert.NotEmpty(ended.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task A_transcript_with_another_extension_is_422()
    {
        var (status, body) = await app.GetAsync("/get_transcript/1/srt");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("""{"error":"A transcript's extension must be txt or json.","detail":[{"loc":["path","extension"],"msg":"A transcript's extension must be txt or json.","type":"value_error"}]}""", body.GetRawText());
    }

    [Fact]
    public async Task What_is_no_call_is_answered_in_the_protocols_form()
    {
        var (status, body) = await app.PostAsync("/get_audio_task/1");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, """{"error":"This address does not take the method POST."}"""), (status, body.GetRawText()));
    }

    [Fact]
    public async Task The_same_key_is_the_same_task_and_another_recording_under_it_is_409()
    {
        var (user, key) = (MedVoiceDriver.NewUser(), Guid.NewGuid().ToString());
        var (_, first) = await app.PostAsync($"/process_audio_v2/{user}", MedVoiceDriver.Body([4]), key);
        var (_, again) = await app.PostAsync($"/process_audio_v2/{user}", MedVoiceDriver.Body([4]), key);
        var (status, _) = await app.PostAsync($"/process_audio_v2/{user}", MedVoiceDriver.Body([5]), key);

        Assert.Equal(first.GetProperty("task_id").GetString(), again.GetProperty("task_id").GetString());
        Assert.Equal(HttpStatusCode.Conflict, status);
    }
}
