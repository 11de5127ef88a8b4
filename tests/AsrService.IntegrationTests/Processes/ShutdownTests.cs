using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary>SIGTERM while there is work.</summary>
public sealed class ShutdownTests(SharedServer shared) : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly NodeGroup nodes = new(shared.Postgres.NewDatabase());

    public ValueTask DisposeAsync() => nodes.DisposeAsync();

    [Fact]
    public async Task A_running_job_goes_back_to_the_queue_and_an_upload_gets_an_answer()
    {
        var node = await nodes.StartAsync("Api,Worker", ("Asr__Workers__DrainTimeout", "00:00:05"));
        var http = nodes.Http(node);
        var tasks = new AsrTaskDriver(http);
        var taskId = await tasks.SubmitAsync(await Recordings.LongAsync(minutes: 8));
        await NodeGroup.WaitUntilRunningAsync(tasks, taskId);
        using var recording = new HaltingContent(await Recordings.LongAsync(minutes: 1));
        using var form = AsrTaskDriver.Form(recording);
        var upload = http.PostAsync(new Uri(AsrTaskDriver.Path, UriKind.Relative), form, TestContext.Current.CancellationToken);
        await recording.Halfway;

        node.Signal(UnixSignal.Terminate);
        await WaitUntilNotReadyAsync(http);
        recording.GoOn();
        using var answer = await upload;
        Assert.Equal(0, await node.WaitForExitAsync());

        Assert.Equal("queued 0", await nodes.StateAsync(taskId));
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.ServiceUnavailable });
        var others = await nodes.QueryAsync("select external_id from jobs where external_id <> $1", taskId);
        if (answer.StatusCode == HttpStatusCode.Created)
            Assert.Equal([(await AsrTaskDriver.ReadAsync(answer)).GetProperty("task_id").GetString()!], others);
        else
            Assert.Empty(others);
        Assert.Equal(["released"], await nodes.OutcomesAsync(taskId));
    }

    private static async Task WaitUntilNotReadyAsync(HttpClient http)
    {
        using var timer = new PeriodicTimer(PollInterval);
        while (true)
        {
            using var response = await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
                return;
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A recording whose second half waits for a word.</summary>
    private sealed class HaltingContent(byte[] bytes) : HttpContent
    {
        private readonly TaskCompletionSource halfway = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Halfway => halfway.Task;

        public void GoOn() => goOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            halfway.SetResult();
            await goOn.Task;
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
