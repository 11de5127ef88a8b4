using AsrService.Core.Clients;
using AsrService.IntegrationTests.Callbacks;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Processes;

namespace AsrService.IntegrationTests.Upgrade;

/// <summary>What docs/operations.md says of backups: the database first, then the recordings, while the server runs.</summary>
public sealed class BackupTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TemporaryDirectory restored = new();
    private readonly string database = shared.Postgres.NewDatabase();

    public void Dispose()
    {
        directory.Dispose();
        restored.Dispose();
    }

    [Fact]
    public async Task What_was_done_is_there_after_a_restore_and_what_was_under_way_is_done()
    {
        await using var receiver = await Receiver.StartAsync();
        (IssuedClient Client, Guid Done, Guid Running, Guid Queued) before;
        await using (var server = Start(database, directory))
        {
            var (http, client) = await server.AddClientAsync(new() { Name = "ward-7", CallbackUrl = receiver.Url.AbsoluteUri });
            var jobs = new NativeDriver(http);
            var done = await jobs.SubmitAsync(Recordings.Mp3);
            await jobs.WaitForStateAsync(done, "done");
            await receiver.WaitAsync();
            var running = await jobs.SubmitAsync(await Recordings.LongAsync(minutes: 2));
            await jobs.WaitAsync(running, job => job.GetProperty("progress").GetDouble() > 0);
            before = (client, done, running, await jobs.SubmitAsync(Recordings.Mp3));

            await RunAsync(database, $"pg_dump -O -f {directory.File("asr.sql")}");
            await RunAsync(database, $"cp -a {server.Data.Blobs} {restored.Path}");
            Assert.Equal("transcribing", NativeDriver.StateOf(await jobs.GetAsync(running)));
        }

        var another = shared.Postgres.NewDatabase();
        await RunAsync(another, "createdb");
        await RunAsync(another, $"psql -q1 -v ON_ERROR_STOP=1 -f {directory.File("asr.sql")}");
        await using var next = Start(another, restored);
        using var asClient = next.CreateClient();
        asClient.DefaultRequestHeaders.Authorization = new("Bearer", before.Client.Secret);
        var after = new NativeDriver(asClient);

        Assert.Contains(Recordings.Words, (await after.GetAsync(before.Done)).GetProperty("text").GetString());
        Assert.Contains(Recordings.Words, (await after.WaitForStateAsync(before.Queued, "done")).GetProperty("text").GetString());
        Assert.Equal(["lost", "done"], NativeDriver.OutcomesOf(await after.WaitForStateAsync(before.Running, "done")));

        // The server before gave this one back when it was stopped, so it has told nobody of its end.
        var callback = await Poll.UntilAsync(
            () => Task.FromResult(receiver.Received.LastOrDefault(each => each.Body.Contains(before.Running.ToString(), StringComparison.Ordinal))), each => each is not null);
        Assert.Equal(callback!.SignedBy(before.Client.WebhookSecret), callback.Signature);
    }

    private static TestServer Start(string database, TemporaryDirectory data) => TestServer.Start(
        database, data.Path, ("Asr:Workers:Concurrency", "1"), ("Asr:Workers:DrainTimeout", "00:00:00"), ("Asr:Outgoing:AllowedNetworks", "127.0.0.1/32"));

    private static async Task RunAsync(string database, string command)
    {
        var (exitCode, output) = await ServerProgram.RunAsync(["database", .. command.Split(' ')], ("ConnectionStrings__Asr", database));
        Assert.True(exitCode == 0, $"{command}: {output}");
    }
}
