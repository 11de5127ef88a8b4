using System.Net;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.MedVoice;

/// <summary>However the app's recording (AAC in m4a) comes, its text is the same, and it is the user's file.</summary>
public sealed class ThreeWaysTests(SharedServer shared)
{
    private readonly MedVoiceDriver app = new(shared.Server.Http);

    [Fact]
    public async Task An_m4a_becomes_the_same_transcript_on_every_way()
    {
        var recording = await Recordings.EncodedAsync("-c:a aac -f ipod");
        var users = Enumerable.Range(0, 5).Select(_ => MedVoiceDriver.NewUser()).ToList();
        var fileId = await app.UploadAsync(users[0], recording);
        var tasks = new[]
        {
            await app.StartAsync($"/process_audio_v2/{users[0]}?file_id={fileId}"),
            await app.StartAsync($"/process_upload_audio/{users[1]}", MedVoiceDriver.Form(recording)),
            await app.StartAsync($"/process_audio_v2/{users[2]}", MedVoiceDriver.Form(recording)),
            await app.StartAsync($"/process_audio_v2/{users[3]}?file_extension=m4a", MedVoiceDriver.Body(recording)),
            await app.StartAsync($"/process_audio_v2?user_id={users[4]}", MedVoiceDriver.Body(recording, "application/octet-stream")),
        };

        var texts = new List<string>();
        foreach (var (task, user) in tasks.Zip(users))
        {
            var done = await app.WaitAsync(task);
            Assert.Equal("SUCCESS", MedVoiceDriver.WordOf(done));
            Assert.Equal(done.GetProperty("transcript").GetString(), done.GetProperty("result").GetProperty("text").GetString());
            texts.Add(done.GetProperty("result").GetRawText());

            var file = Assert.Single(await app.FilesAsync(user));
            Assert.Equal(file.GetProperty("file_id").GetString(), done.GetProperty("file_id").GetString());
            Assert.Equal((recording.Length, 11.0), (file.GetProperty("bytes").GetInt32(), Math.Round(file.GetProperty("seconds").GetDouble(), 1)));
        }

        Assert.Contains(Recordings.Words, texts[0], StringComparison.OrdinalIgnoreCase);
        Assert.All(texts, text => Assert.Equal(texts[0], text));
    }

    [Fact]
    public async Task The_transcript_is_found_by_the_file_and_the_task_by_the_native_api()
    {
        var fileId = Guid.NewGuid().ToString();
        var task = await app.StartAsync($"/process_audio_v2/{MedVoiceDriver.NewUser()}?file_id={fileId}&language=en", MedVoiceDriver.Body(Recordings.Mp3, "audio/mpeg"));
        var done = await app.WaitAsync(task);

        var (textStatus, text) = await app.GetAsync($"/get_transcript/{fileId}/txt");
        var (resultStatus, result) = await app.GetAsync($"/get_transcript/{fileId}/json");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (textStatus, resultStatus));
        Assert.Equal(["transcript"], text.EnumerateObject().Select(member => member.Name));
        Assert.Equal(done.GetProperty("transcript").GetString(), text.GetProperty("transcript").GetString());
        Assert.True(JsonElement.DeepEquals(done.GetProperty("result"), result));
        Assert.Equal(["text", "segments", "language"], result.EnumerateObject().Select(member => member.Name));

        var (_, job) = await app.GetAsync($"/api/jobs/{task}");
        Assert.Equal(("medvoice", "done"), (job.GetProperty("protocol").GetString(), job.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Without_an_id_the_upload_is_found_by_its_name_or_is_the_newest_of_its_extension()
    {
        var user = MedVoiceDriver.NewUser();
        var named = await app.UploadAsync(user, [1, 1], "monday visit.m4a");
        var newest = await app.UploadAsync(user, [1, 2], "tuesday.m4a");
        var mp3 = await app.UploadAsync(user, [1, 3], "wednesday.mp3");

        foreach (var (query, expected) in new[] { ("?file_name=monday%20visit.m4a", named), ("", newest), ("?file_extension=m4a", newest), ("?file_extension=mp3", mp3), ("?file_extension=wav", null) })
        {
            foreach (var target in new[] { $"/process_audio_v2/{user}{query}", $"/process_audio_v2{query}{(query.Length > 0 ? '&' : '?')}user_id={user}" })
            {
                var ended = await app.WaitAsync(await app.StartAsync(target));
                Assert.Equal(expected is null ? "storage_error" : "processing_error", ended.GetProperty("error_type").GetString());
                var (_, job) = await app.GetAsync($"/get_transcript/{expected ?? "none"}/txt");
                Assert.Equal($"No file found with ID {expected ?? "none"} and extension .txt", job.GetProperty("message").GetString());
            }
        }
    }

    [Fact]
    public async Task The_older_shape_finds_an_upload_by_its_id_alone()
    {
        var fileId = await app.UploadAsync(MedVoiceDriver.NewUser(), Recordings.Mp3);

        var done = await app.WaitAsync(await app.StartAsync($"/process_audio_v2?file_id={fileId}"));

        Assert.Equal(("SUCCESS", fileId), (MedVoiceDriver.WordOf(done), done.GetProperty("file_id").GetString()));
    }
}
