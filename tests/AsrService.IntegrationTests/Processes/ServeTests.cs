using System.Net;
using System.Security.Cryptography;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary>The server as a process of its own, with its private cluster.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Ctrl_C_stops_server_and_cluster_and_results_are_there_after_the_next_start()
    {
        string taskId;
        await using (var server = await ServerProcess.StartAsync(directory.Path))
        {
            taskId = await server.Tasks.SubmitAsync(Recordings.Mp3);
            Assert.Equal(HttpStatusCode.OK, (await server.Tasks.WaitAsync(taskId)).Status);
            Assert.True(File.Exists(directory.File("postgres/postmaster.pid")));

            Assert.Equal(0, await server.SignalAsync("INT"));
            Assert.False(File.Exists(directory.File("postgres/postmaster.pid")), "The cluster was not stopped");
        }

        await using var next = await ServerProcess.StartAsync(directory.Path);
        var (status, body) = await next.Tasks.GetAsync(taskId);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(Recordings.Words, body.GetProperty("result").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_job_whose_server_is_killed_runs_again_after_the_next_start()
    {
        string taskId;
        await using (var server = await ServerProcess.StartAsync(directory.Path))
        {
            taskId = await server.Tasks.SubmitAsync(await Recordings.LongAsync(minutes: 2));
            await server.Tasks.WaitAsync(taskId, body => body.GetProperty("progress").GetDouble() > 0);
            await server.SignalAsync("KILL");
        }

        await using var next = await ServerProcess.StartAsync(directory.Path);
        Assert.Equal(HttpStatusCode.OK, (await next.Tasks.WaitAsync(taskId)).Status);
    }

    [Fact]
    public async Task An_upload_of_a_gigabyte_is_not_held_in_memory()
    {
        const long gigabyte = 1L << 30;
        await using var server = await ServerProcess.StartAsync(directory.Path);
        await server.Tasks.TranscribeAsync(Recordings.Mp3);
        var before = server.Memory("VmHWM");

        using var form = AsrTaskDriver.Form(new StreamContent(new EndlessStream(gigabyte)));
        using var response = await server.Http.PostAsync(new Uri(AsrTaskDriver.Path, UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.InRange(server.Memory("VmHWM") - before, 0, 50_000_000);
    }

    [Fact]
    public async Task Two_hours_are_transcribed_in_the_memory_of_a_few_windows()
    {
        const int times = 30;
        var recording = await Recordings.MakeAsync(
            $"-i {SetupFiles.Sample} -af aresample=16000,apad=whole_dur=240,aloop=loop={times - 1}:size={240 * 16000} -ac 1 -t 7200 -f flac");
        await using var server = await ServerProcess.StartAsync(directory.Path);
        var idle = server.Memory("VmRSS");

        var (status, body) = await server.Tasks.TranscribeAsync(recording);

        Assert.Equal(HttpStatusCode.OK, status);
        var result = body.GetProperty("result");
        Assert.Equal(times, result.GetProperty("text").GetString()!.Split("what you can do for your country").Length - 1);
        Assert.InRange(result.GetProperty("segments").EnumerateArray().Last().GetProperty("start").GetDouble(), 7200 - 241, 7200 - 229);
        Assert.InRange(server.Memory("VmHWM") - idle, 0, 300_000_000);
    }

    [Fact]
    public async Task Two_servers_do_not_share_a_private_cluster()
    {
        await using var server = await ServerProcess.StartAsync(directory.Path);

        var (exitCode, error) = await ServerProgram.RunAsync(("Asr__DataDirectory", directory.Path));

        Assert.Equal(1, exitCode);
        Assert.Contains("Another server is using", error);
        Assert.Equal(HttpStatusCode.OK, (await server.Tasks.TranscribeAsync(Recordings.Mp3)).Status);
    }

    /// <summary>Bytes that are no audio, without keeping them.</summary>
    private sealed class EndlessStream(long length) : Stream
    {
        private long position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - position);
            RandomNumberGenerator.Fill(buffer.AsSpan(offset, Math.Min(read, 64)));
            position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
