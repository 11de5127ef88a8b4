using System.Diagnostics;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Sessions;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Sessions;

/// <summary>Speaks to a server: sends a session's chunks and keeps what was answered.</summary>
internal sealed class Speaker(ISessionStore store, string? taskId = null, string? client = null)
{
    public const int ChunkBytes = 6400;

    public string TaskId { get; } = taskId ?? Guid.NewGuid().ToString();

    /// <summary>All text that was given, in order.</summary>
    public List<SessionText> Given { get; } = [];

    public IEnumerable<SessionText> Sentences => Given.Where(text => text.IsFinal);

    public int Sent { get; private set; }

    public TranscriptionOptions Options { get; init; } = new() { Language = "en" };

    public int SampleRate { get; init; } = 16_000;

    public bool IsLive { get; init; } = true;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Kennedy's speech as bare samples.</summary>
    public static Task<byte[]> PcmAsync(int sampleRate = 16_000) => Recordings.EncodedAsync($"-ar {sampleRate} -ac 1 -f s16le");

    public static IEnumerable<byte[]> Cut(byte[] pcm, int bytes = ChunkBytes) => pcm.Chunk(bytes);

    public SessionChunk Chunk(int audioId, byte[] audio, TimeSpan wait = default, bool? isFirst = null, bool isLast = false) =>
        new(new NewJob(Protocols.DeepFinch, () => TaskId, null, Options) { Client = client, HasChosenId = true }, audioId, audio)
        {
            TaskId = TaskId,
            IsFirst = isFirst ?? audioId == 1,
            IsLast = isLast,
            IsLive = IsLive,
            SampleRate = SampleRate,
            Wait = wait,
        };

    /// <summary>Sends the next chunk.</summary>
    public async Task<ChunkResult> SendAsync(byte[] audio, TimeSpan wait = default, bool isLast = false)
    {
        var result = await store.AddAsync(Chunk(Sent + 1, audio, wait, isLast: isLast), Token);
        Sent++;
        if (result is ChunkResult.Kept { Text: { } text })
            Given.Add(text);
        return result;
    }

    /// <summary>Sends all chunks, as fast as possible or one every 200 ms.</summary>
    public async Task SpeakAsync(IEnumerable<byte[]> chunks, bool isInRealTime = false)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        foreach (var chunk in chunks)
        {
            if (isInRealTime)
                await pace.WaitForNextTickAsync(Token);
            Assert.IsType<ChunkResult.Kept>(await SendAsync(chunk));
        }
    }

    /// <summary>Sends silence, as a microphone does, until something is so.</summary>
    public async Task SilenceUntilAsync(Func<bool> until, TimeSpan patience, int bytes = ChunkBytes)
    {
        var began = Stopwatch.GetTimestamp();
        while (!until())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < patience, $"Only this was given: {string.Join('|', Given.Select(text => text.Text))}");
            Assert.IsType<ChunkResult.Kept>(await SendAsync(new byte[bytes], wait: TimeSpan.FromMilliseconds(200)));
        }
    }

    public Task<bool> CloseAsync() => store.CloseAsync(TaskId, new JobScope(client), Token);

    /// <summary>Closes the session and waits for the end of its job.</summary>
    public async Task<Job> FinishAsync(IJobStore jobs)
    {
        Assert.True(await CloseAsync());
        return await EndAsync(jobs);
    }

    public async Task<Job> EndAsync(IJobStore jobs) =>
        (await Poll.UntilAsync(() => jobs.FindAsync(Protocols.DeepFinch, TaskId, new JobScope(client), Token), job => job?.State.IsFinal() == true))!;
}
