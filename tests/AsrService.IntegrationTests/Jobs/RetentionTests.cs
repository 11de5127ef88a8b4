using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Jobs;

/// <summary>What has expired goes, and nothing else.</summary>
public sealed class RetentionTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Audio_goes_before_its_job_does()
    {
        await using var server = Start(("Asr:Retention:Audio", "00:00:01"));
        var jobs = new NativeDriver(server.Http);
        var id = await jobs.SubmitAsync([1]);
        await jobs.WaitForStateAsync(id, "failed");

        await WaitAsync(() => FilesOf(server).Length == 0);

        Assert.Equal("failed", NativeDriver.StateOf(await jobs.GetAsync(id)));
        Assert.Equal(HttpStatusCode.Conflict, await jobs.CallAsync(id, "retry"));
    }

    [Fact]
    public async Task A_result_goes_with_its_audio()
    {
        await using var server = Start(("Asr:Retention:Results", "00:00:01"));
        var tasks = new AsrTaskDriver(server.Http);
        var taskId = await tasks.SubmitAsync([1]);

        await WaitAsync(() => FilesOf(server).Length == 0);

        await tasks.WaitAsync(taskId);
        Assert.Equal(HttpStatusCode.NotFound, (await tasks.GetAsync(taskId)).Status);
    }

    [Fact]
    public async Task Old_audio_without_a_job_is_swept_and_young_audio_is_not()
    {
        await using var server = Start(("Asr:Roles", "Api"));
        var (old, young) = (Orphan(server, TimeSpan.FromHours(2)), Orphan(server, TimeSpan.FromMinutes(30)));
        await new NativeDriver(server.Http).SubmitAsync([1]);

        await WaitAsync(() => !File.Exists(old));

        Assert.True(File.Exists(young));
        Assert.Equal(2, FilesOf(server).Length);
    }

    private static string Orphan(TestServer server, TimeSpan age)
    {
        var name = Guid.CreateVersion7().ToString("N");
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(server.Data.Blobs, name[^2..])).FullName, name);
        File.WriteAllText(path, "left behind");
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime - age);
        return path;
    }

    private static string[] FilesOf(TestServer server) => Directory.GetFiles(server.Data.Blobs, "*", SearchOption.AllDirectories);

    private static async Task WaitAsync(Func<bool> isSo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!isSo())
            await timer.WaitForNextTickAsync(deadline.Token);
    }

    private TestServer Start(params (string Key, string Value)[] overrides) =>
        TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, [("Asr:Retention:Interval", "00:00:01"), .. overrides]);
}
