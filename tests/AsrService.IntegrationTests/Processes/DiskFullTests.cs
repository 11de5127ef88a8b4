using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary>A disk that is full stops uploads and nothing else.</summary>
public sealed class DiskFullTests(SharedServer shared)
{
    // More than the readiness check asks for.
    private const string Enough = "400m";

    [Fact]
    public async Task Uploads_are_refused_until_there_is_space_and_accepted_jobs_are_done()
    {
        using var disk = SmallDisk.Mount(Enough);
        await using var server = TestServer.Start(shared.Postgres.NewDatabase(), disk.Path);
        var tasks = new AsrTaskDriver(server.Http);
        var accepted = new List<string> { await tasks.SubmitAsync(Recordings.Mp3), await tasks.SubmitAsync(Recordings.Mp3) };
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(server));

        disk.Resize("1m");
        using (var refused = await tasks.PostAsync(await Recordings.LongAsync(minutes: 4)))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.False(string.IsNullOrEmpty((await AsrTaskDriver.ReadAsync(refused)).GetProperty("error").GetString()));
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync(server));
        Assert.Empty(Directory.EnumerateFiles(server.Data.Spool));

        disk.Resize(Enough);
        accepted.Add(await tasks.SubmitAsync(await Recordings.LongAsync(minutes: 1)));
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(server));
        foreach (var taskId in accepted)
            Assert.Equal(HttpStatusCode.OK, (await tasks.WaitAsync(taskId)).Status);
    }

    private static async Task<HttpStatusCode> ReadyAsync(TestServer server)
    {
        using var response = await server.Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
