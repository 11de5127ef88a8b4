using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Sessions;

/// <summary>The rules of chunks, ids and ends.</summary>
public sealed class SessionTests(SharedServer shared)
{
    private static readonly byte[] Silence = new byte[Speaker.ChunkBytes];
    private static readonly byte[] AlmostSilence = [1, .. new byte[Speaker.ChunkBytes - 1]];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IJobStore Jobs => shared.Server.Services.GetRequiredService<IJobStore>();

    private ISessionStore Store => shared.Server.Services.GetRequiredService<ISessionStore>();

    [Fact]
    public async Task A_repeated_chunk_is_acknowledged_and_not_added_twice()
    {
        var speaker = new Speaker(Store);
        await speaker.SendAsync(Silence);
        await speaker.SendAsync(Silence);

        foreach (var audioId in new[] { 1, 2 })
            Assert.IsType<ChunkResult.Kept>(await Store.AddAsync(speaker.Chunk(audioId, Silence), Token));
        Assert.Equal(0.4, (await speaker.FinishAsync(Jobs)).AudioSeconds);
    }

    [Fact]
    public async Task Who_sends_a_chunk_again_is_given_its_text_again()
    {
        var speaker = new Speaker(Store);
        await speaker.SendAsync((await Speaker.PcmAsync())[..(3 * 32_000)]);
        var first = Assert.IsType<ChunkResult.Kept>(await speaker.SendAsync(Silence, wait: TimeSpan.FromMinutes(1)));

        var again = Assert.IsType<ChunkResult.Kept>(await Store.AddAsync(speaker.Chunk(2, Silence), Token));

        Assert.Equal(first.Text!.Text, again.Text!.Text);
    }

    [Fact]
    public async Task A_gap_names_the_chunk_that_is_missing()
    {
        var speaker = new Speaker(Store);
        Assert.Equal(new ChunkResult.Gap(1), await Store.AddAsync(speaker.Chunk(2, Silence, isFirst: true), Token));
        await speaker.SendAsync(Silence);

        Assert.Equal(new ChunkResult.Gap(2), await Store.AddAsync(speaker.Chunk(3, Silence), Token));
    }

    [Fact]
    public async Task A_session_begins_with_its_first_chunk()
    {
        var speaker = new Speaker(Store);

        Assert.Equal(new ChunkResult.Unknown(), await Store.AddAsync(speaker.Chunk(1, Silence, isFirst: false), Token));
        Assert.False(await speaker.CloseAsync());
    }

    [Fact]
    public async Task Another_clients_session_is_not_there()
    {
        var speaker = new Speaker(Store, client: "a");
        await speaker.SendAsync(Silence);
        var other = new Speaker(Store, speaker.TaskId, client: "b");

        Assert.Equal(new ChunkResult.Unknown(), await Store.AddAsync(other.Chunk(2, Silence), Token));
        Assert.False(await other.CloseAsync());
        Assert.IsType<ChunkResult.Kept>(await other.SendAsync(Silence));
    }

    [Fact]
    public async Task An_id_belongs_to_one_session_or_job()
    {
        var speaker = new Speaker(Store);
        await speaker.SendAsync(Silence);
        var other = new Speaker(Store, speaker.TaskId);
        var job = speaker.Chunk(1, Silence).Job;

        Assert.Equal(new ChunkResult.IdTaken(), await Store.AddAsync(other.Chunk(1, AlmostSilence), Token));
        Assert.Equal(new SubmitResult.IdTaken(), await Jobs.SubmitAsync(job, new StoredAudio("none", 0, new byte[32]), Token));
        await speaker.FinishAsync(Jobs);
        Assert.Equal(new ChunkResult.IdTaken(), await Store.AddAsync(other.Chunk(1, AlmostSilence), Token));
        Assert.Equal(new SubmitResult.IdTaken(), await Jobs.SubmitAsync(job, new StoredAudio("none", 0, new byte[32]), Token));
    }

    [Fact]
    public async Task An_id_can_be_used_again_when_its_job_was_deleted()
    {
        var speaker = new Speaker(Store);
        await speaker.SendAsync(Silence);
        var job = await speaker.FinishAsync(Jobs);
        await shared.Server.Services.GetRequiredService<JobService>().DeleteAsync(job.Id, new JobScope(null), Token);

        Assert.IsType<ChunkResult.Kept>(await new Speaker(Store, speaker.TaskId).SendAsync(AlmostSilence));
    }

    [Fact]
    public async Task Closing_twice_makes_one_job()
    {
        var speaker = new Speaker(Store);
        await speaker.SendAsync(Silence);

        Assert.All(await Task.WhenAll(speaker.CloseAsync(), speaker.CloseAsync(), speaker.CloseAsync()), Assert.True);
        Assert.Equal(JobState.Done, (await speaker.EndAsync(Jobs)).State);
        Assert.True(await speaker.CloseAsync());
    }

    [Fact]
    public async Task After_the_last_chunk_comes_none_but_itself_again()
    {
        var speaker = new Speaker(Store);
        await speaker.SendAsync(Silence);
        await speaker.SendAsync(Silence, isLast: true);

        Assert.IsType<ChunkResult.Kept>(await Store.AddAsync(speaker.Chunk(2, Silence, isLast: true), Token));
        Assert.Equal(new ChunkResult.Unknown(), await Store.AddAsync(speaker.Chunk(3, Silence), Token));
        Assert.Equal(0.4, (await speaker.EndAsync(Jobs)).AudioSeconds);
    }

    [Fact]
    public async Task A_single_block_is_a_whole_session()
    {
        var speaker = new Speaker(Store) { IsLive = false };
        var block = speaker.Chunk(1, Recordings.Mp3, isLast: true);

        Assert.IsType<ChunkResult.Kept>(await Store.AddAsync(block, Token));
        Assert.IsType<ChunkResult.Kept>(await Store.AddAsync(block, Token));
        Assert.Contains(Recordings.Words, (await speaker.EndAsync(Jobs)).Transcript!.Text, StringComparison.OrdinalIgnoreCase);
    }
}
