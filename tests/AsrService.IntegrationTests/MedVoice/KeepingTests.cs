using System.Net;
using AsrService.Core.Clients;
using AsrService.IntegrationTests.Callbacks;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.MedVoice;

/// <summary>How long a user's file and its recording stay, and who is told of a task's end.</summary>
public sealed class KeepingTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly ShiftedTime time = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_file_stays_when_its_jobs_and_their_recordings_have_gone()
    {
        await using var server = Start(("Asr:Retention:Audio", "00:00:01"));
        var (app, user) = (new MedVoiceDriver(server.Http), MedVoiceDriver.NewUser());
        var fileId = await app.UploadAsync(user, [1]);
        var jobs = new NativeDriver(server.Http);
        foreach (var task in new[] { await app.StartAsync($"/process_audio_v2/{user}"), await app.StartAsync($"/process_audio_v2/{user}") })
        {
            await app.WaitAsync(task);
            var id = (await app.GetAsync($"/api/jobs/{task}")).Body.GetProperty("id").GetGuid();
            await Poll.UntilAsync(() => jobs.CallAsync(id, "retry"), status => status == HttpStatusCode.Conflict);
            using var deleted = await server.Http.DeleteAsync(new Uri($"{NativeDriver.Path}/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        Assert.Single(FilesOf(server));
        Assert.Equal("processing_error", (await app.WaitAsync(await app.StartAsync($"/process_audio_v2/{user}?file_id={fileId}"))).GetProperty("error_type").GetString());
    }

    [Fact]
    public async Task An_expired_file_is_not_there_and_its_recording_goes_an_hour_later()
    {
        await using var server = Start(("Asr:Retention:Uploads", "02:00:00"), ("Asr:Retention:Audio", "365.00:00:00"));
        var (app, user) = (new MedVoiceDriver(server.Http), MedVoiceDriver.NewUser());
        await app.UploadAsync(user, [1]);

        time.Move(TimeSpan.FromHours(2.5));
        Assert.Empty(await app.FilesAsync(user));
        var ended = await app.WaitAsync(await app.StartAsync($"/process_audio_v2/{user}"));
        Assert.Equal("storage_error", ended.GetProperty("error_type").GetString());
        Assert.Single(FilesOf(server));

        time.Move(TimeSpan.FromHours(1));
        await Poll.UntilAsync(() => Task.FromResult(FilesOf(server)), files => files.Length == 0);
    }

    [Fact]
    public async Task A_file_that_came_again_begins_anew()
    {
        await using var server = Start(("Asr:Retention:Uploads", "02:00:00"));
        var (app, user) = (new MedVoiceDriver(server.Http), MedVoiceDriver.NewUser());
        var fileId = await app.UploadAsync(user, [1]);
        time.Move(TimeSpan.FromHours(1.5));
        Assert.Equal(fileId, await app.UploadAsync(user, [1]));

        time.Move(TimeSpan.FromHours(1.8));
        Assert.Single(await app.FilesAsync(user));
    }

    [Fact]
    public async Task A_tasks_end_is_told_at_the_clients_url_unless_the_request_names_another()
    {
        await using var server = Start(("Asr:Outgoing:AllowedNetworks", "127.0.0.1/32"));
        await using var usual = await Receiver.StartAsync();
        await using var named = await Receiver.StartAsync();
        var (http, _) = await server.AddClientAsync(new ClientSettings { Name = "clinic", CallbackUrl = usual.Url.AbsoluteUri });
        var app = new MedVoiceDriver(http);

        foreach (var (query, receiver) in new[] { ("", usual), ($"?callback_url={Uri.EscapeDataString(named.Url.AbsoluteUri)}", named) })
        {
            var task = await app.StartAsync($"/process_upload_audio/u{query}", MedVoiceDriver.Form([1]));
            await receiver.WaitAsync();
            var data = Assert.Single(receiver.Received).Json.GetProperty("data");
            Assert.Equal(("medvoice", task), (data.GetProperty("protocol").GetString(), data.GetProperty("task_id").GetString()));
        }
    }

    private static string[] FilesOf(TestServer server) => Directory.GetFiles(server.Data.Blobs, "*", SearchOption.AllDirectories);

    private TestServer Start(params (string Key, string Value)[] overrides) =>
        TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, time, [("Asr:Retention:Interval", "00:00:01"), .. overrides]);
}
