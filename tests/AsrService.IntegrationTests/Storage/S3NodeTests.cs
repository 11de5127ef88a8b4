using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Storage;

/// <summary>Nodes that share a database and a bucket, and no disk.</summary>
public sealed class S3NodeTests : IDisposable
{
    private const int MaxBytes = 1_000_000;

    private readonly TemporaryDirectory apiDirectory = new();
    private readonly TemporaryDirectory workerDirectory = new();
    private readonly S3Server s3 = new();
    private readonly string database;

    public S3NodeTests(SharedServer shared) => database = shared.Postgres.NewDatabase();

    public void Dispose()
    {
        s3.Dispose();
        apiDirectory.Dispose();
        workerDirectory.Dispose();
    }

    [Fact]
    public async Task A_job_of_an_api_node_runs_on_a_worker_with_another_disk_until_it_is_deleted()
    {
        await using var api = StartApi();
        await using var worker = TestServer.Start(database, workerDirectory.Path, [.. s3.Settings, ("Asr:Roles", "Worker")]);
        var tasks = new AsrTaskDriver(api.Http);

        var taskId = await tasks.SubmitAsync(Recordings.Mp3);
        var (status, body) = await tasks.WaitAsync(taskId);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(Recordings.Words, body.GetProperty("result").GetProperty("text").GetString());
        Assert.Single(s3.Objects);

        using var deleted = await api.Http.DeleteAsync(new Uri($"{AsrTaskDriver.Path}/{taskId}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(s3.Objects);
        Assert.Empty(FilesIn(apiDirectory));

        // The task is done a moment before its worker puts the copy away.
        await worker.DisposeAsync();
        Assert.Empty(FilesIn(workerDirectory));
    }

    [Fact]
    public async Task An_upload_that_is_too_large_leaves_nothing_behind()
    {
        await using var api = StartApi();

        using var response = await new AsrTaskDriver(api.Http).PostAsync(new byte[MaxBytes + 1]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(s3.Objects);
        Assert.Empty(FilesIn(apiDirectory));
    }

    [Fact]
    public async Task An_upload_while_the_store_is_down_is_answered_503_and_leaves_nothing_behind()
    {
        await using var api = StartApi();
        s3.Stop();

        using var response = await new AsrTaskDriver(api.Http).PostAsync(new byte[1000]);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(s3.Objects);
        Assert.Empty(FilesIn(apiDirectory));
    }

    private static string[] FilesIn(TemporaryDirectory directory) => Directory.GetFiles(directory.Path, "*", SearchOption.AllDirectories);

    private TestServer StartApi() => TestServer.Start(
        database, apiDirectory.Path, [.. s3.Settings, ("Asr:Roles", "Api"), ("Asr:Uploads:MaxBytes", $"{MaxBytes}")]);
}
