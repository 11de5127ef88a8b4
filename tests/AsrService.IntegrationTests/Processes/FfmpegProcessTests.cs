using System.Diagnostics;
using System.Globalization;
using System.Net;
using AsrService.AsrTask;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary>FFmpeg lives as long as the job that it decodes for.</summary>
public sealed class FfmpegProcessTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task It_ends_when_its_server_is_killed()
    {
        await using var server = await ServerProcess.StartAsync(directory.Path);
        var taskId = await StartLongJobAsync(server, minutes: 8);
        using var ffmpeg = FindFfmpeg();

        server.KillAlone();

        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);

        // Takes over the private cluster that the killed one left behind, and stops it at its own end.
        await using var next = await ServerProcess.StartAsync(directory.Path);

        // Otherwise its end waits for the job.
        using var deleted = await next.Http.DeleteAsync(new Uri($"{AsrTaskApi.Path}/task/{taskId}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Fact]
    public async Task Ctrl_C_does_not_spoil_the_recording_that_it_decodes()
    {
        string taskId;
        await using (var server = await ServerProcess.StartAsync(directory.Path))
        {
            taskId = await StartLongJobAsync(server, minutes: 3);
            using var ffmpeg = FindFfmpeg();
            await server.SignalAsync("INT");
        }

        await using var next = await ServerProcess.StartAsync(directory.Path);
        Assert.Equal(HttpStatusCode.OK, (await next.Tasks.WaitAsync(taskId)).Status);
    }

    private static async Task<string> StartLongJobAsync(ServerProcess server, int minutes)
    {
        var taskId = await server.Tasks.SubmitAsync(await Recordings.LongAsync(minutes));
        await server.Tasks.WaitAsync(taskId, body => body.GetProperty("progress").GetDouble() > 0);
        return taskId;
    }

    // Its arguments name the recording in the server's data directory.
    private Process FindFfmpeg() => Process.GetProcessesByName("ffmpeg").Single(process =>
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/cmdline")).Contains(directory.Path, StringComparison.Ordinal));
}
