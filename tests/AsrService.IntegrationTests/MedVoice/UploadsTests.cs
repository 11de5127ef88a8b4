using System.Net;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Security;

namespace AsrService.IntegrationTests.MedVoice;

/// <summary>Uploads are the users' files: theirs alone, kept once, named as they like.</summary>
public sealed class UploadsTests(SecuredServer servers) : IClassFixture<SecuredServer>
{
    private readonly MedVoiceDriver app = new(servers.Open.Http);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_are_listed_newest_first_with_what_is_known_of_them()
    {
        var user = MedVoiceDriver.NewUser();
        var first = await app.UploadAsync(user, [1, 1], "one.m4a");
        var second = await app.UploadAsync(user, [1, 2], "two.WAV");
        var third = await app.UploadAsync(user, [1, 3], "three", "?file_extension=mp3&file_name=renamed.mp3");

        var (_, body) = await app.GetAsync($"/get_audios_from_user/{user}");
        var files = await app.FilesAsync(user);
        Assert.Equal([third, second, first], files.Select(file => file.GetProperty("file_id").GetString()));
        Assert.Equal(["renamed.mp3", "two.WAV", "one.m4a"], files.Select(file => file.GetProperty("filename").GetString()));
        Assert.Equal(["mp3", "wav", "m4a"], files.Select(file => file.GetProperty("extension").GetString()));
        Assert.Equal(body.GetProperty("urls").EnumerateArray().Select(url => url.GetString()), files.Select(file => file.GetProperty("url").GetString()));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([1, 1])), files[2].GetProperty("sha256").GetString());
        Assert.Equal([1, 3], await servers.Open.Http.GetByteArrayAsync(new Uri(files[0].GetProperty("url").GetString()!), Token));
    }

    [Fact]
    public async Task The_same_bytes_of_a_user_are_stored_once()
    {
        var (user, other) = (MedVoiceDriver.NewUser(), MedVoiceDriver.NewUser());
        var bytes = Guid.NewGuid().ToByteArray();
        var before = BlobsOfSize(bytes);

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.UploadAsync(user, bytes, "same.m4a")));
        Assert.Single(ids.Distinct());
        Assert.Single(await app.FilesAsync(user));
        Assert.Equal(before + 1, BlobsOfSize(bytes));

        // Under an id of its own it is another file of the same bytes; for another user they are another recording.
        var chosen = Guid.NewGuid().ToString();
        Assert.Equal(chosen, await app.UploadAsync(user, bytes, "same.m4a", $"?file_id={chosen}"));
        Assert.Equal(chosen, await app.UploadAsync(user, bytes, "same.m4a", $"?file_id={chosen}"));
        Assert.Equal(2, (await app.FilesAsync(user)).Count);
        Assert.Equal(before + 1, BlobsOfSize(bytes));
        Assert.NotEqual(ids[0], await app.UploadAsync(other, bytes));
        Assert.Equal(before + 2, BlobsOfSize(bytes));
    }

    [Fact]
    public async Task A_file_id_that_is_taken_is_refused_with_409_and_nothing_is_left()
    {
        var (user, fileId, bytes) = (MedVoiceDriver.NewUser(), Guid.NewGuid().ToString(), Guid.NewGuid().ToByteArray());
        await app.StartAsync($"/process_audio_v2/{user}?file_id={fileId}", MedVoiceDriver.Body([1]));
        var before = BlobsOfSize(bytes);

        foreach (var target in new[] { "process_audio_v2", "upload_audio", "process_upload_audio" })
        {
            foreach (var someone in new[] { user, MedVoiceDriver.NewUser() })
            {
                var (status, body) = await app.PostAsync($"/{target}/{someone}?file_id={fileId}", MedVoiceDriver.Form(bytes));
                Assert.Equal(HttpStatusCode.Conflict, status);
                Assert.Equal("Another file has this file_id; please choose another one.", body.GetProperty("error").GetString());
            }
        }

        Assert.Equal(before, BlobsOfSize(bytes));
    }

    [Fact]
    public async Task Users_see_only_their_own_files()
    {
        var (user, other) = (MedVoiceDriver.NewUser(), MedVoiceDriver.NewUser());
        var fileId = await app.UploadAsync(user, [7]);

        Assert.Empty(await app.FilesAsync(other));
        foreach (var query in new[] { $"?file_id={fileId}", "?file_name=visit.m4a", "" })
        {
            var ended = await app.WaitAsync(await app.StartAsync($"/process_audio_v2/{other}{query}"));
            Assert.Equal("404: Audio file not found", ended.GetProperty("error").GetString());
        }

        foreach (var someone in new[] { other, "" })
            Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync($"/get_audio/{fileId}/{someone}")).Status);
    }

    [Fact]
    public async Task Clients_see_only_their_own_users()
    {
        var (owner, _) = await servers.AddClientAsync();
        var (stranger, _) = await servers.AddClientAsync();
        var (mine, theirs) = (new MedVoiceDriver(owner), new MedVoiceDriver(stranger));
        var user = MedVoiceDriver.NewUser();
        var fileId = await mine.UploadAsync(user, Recordings.Mp3);
        var task = await mine.StartAsync($"/process_audio_v2/{user}?file_id={fileId}");
        await mine.WaitAsync(task);

        foreach (var someone in new[] { theirs, app })
        {
            Assert.Empty(await someone.FilesAsync(user));
            Assert.Equal(HttpStatusCode.NotFound, (await someone.GetAsync($"/get_audio_task/{task}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await someone.GetAsync($"/get_audio/{fileId}/{user}")).Status);
            Assert.Equal($"No file found with ID {fileId} and extension .txt", (await someone.GetAsync($"/get_transcript/{fileId}/txt")).Body.GetProperty("message").GetString());
            var ended = await someone.WaitAsync(await someone.StartAsync($"/process_audio_v2/{user}?file_id={fileId}"));
            Assert.Equal("storage_error", ended.GetProperty("error_type").GetString());
        }

        // Ids are a client's own too.
        Assert.Equal(fileId, await theirs.UploadAsync(user, [9], query: $"?file_id={fileId}"));
        Assert.Equal("SUCCESS", MedVoiceDriver.WordOf((await mine.GetAsync($"/get_audio_task/{task}")).Body));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("a%2Fb")]
    [InlineData("dr. who.wav")]
    [InlineData("👩‍⚕️ Ärztin 医生")]
    [InlineData("line\nbreak\\")]
    [InlineData("10 KB")]
    public async Task A_user_may_be_called_anything(string name)
    {
        var user = name == "10 KB" ? string.Concat(Enumerable.Repeat("👩‍⚕️..", 600)) : $"{name} {Guid.NewGuid()}";
        var path = Uri.EscapeDataString(user);
        var fileId = await app.UploadAsync(user, Guid.NewGuid().ToByteArray());

        var file = Assert.Single(await app.FilesAsync(user));
        Assert.Equal(fileId, file.GetProperty("file_id").GetString());
        using var download = await servers.Open.Http.GetAsync(new Uri(file.GetProperty("url").GetString()!), Token);
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
        foreach (var target in new[] { $"/process_audio_v2/{path}?file_id={fileId}", $"/process_audio_v2?user_id={path}" })
            Assert.Equal(HttpStatusCode.OK, (await app.PostAsync(target)).Status);
    }

    [Fact]
    public async Task A_slash_and_what_stands_for_one_are_two_users()
    {
        var end = Guid.NewGuid().ToString();
        await app.UploadAsync($"a/{end}", [1]);

        Assert.Empty(await app.FilesAsync($"a%2F{end}"));
        Assert.Single((await app.GetAsync($"/get_audios_from_user/a/{end}")).Body.GetProperty("urls").EnumerateArray());
    }

    [Theory]
    [InlineData("../../../etc/passwd", "passwd")]
    [InlineData("C:\\visits\\monday.m4a", "monday.m4a")]
    [InlineData("besuch äöü 医.m4a", "besuch äöü 医.m4a")]
    public async Task A_file_name_is_data(string sent, string kept)
    {
        var user = MedVoiceDriver.NewUser();
        await app.UploadAsync(user, Guid.NewGuid().ToByteArray(), sent);

        var file = Assert.Single(await app.FilesAsync(user));
        Assert.Equal(kept, file.GetProperty("filename").GetString());
        using var download = await servers.Open.Http.GetAsync(new Uri(file.GetProperty("url").GetString()!), Token);
        Assert.Equal(kept, download.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal(("nosniff", "attachment"), (download.Headers.GetValues("X-Content-Type-Options").Single(), download.Content.Headers.ContentDisposition.DispositionType));
    }

    private int BlobsOfSize(byte[] bytes) =>
        Directory.EnumerateFiles(servers.Open.Data.Blobs, "*", SearchOption.AllDirectories).Count(path => File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes));
}
