using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.Jobs;

/// <summary>What PostgreSQL keeps workers from doing to one another.</summary>
public sealed class LeaseTests : IAsyncDisposable
{
    private static readonly Transcript Said = new("yes", "en", 1, [new TranscriptSegment(0, 0, 0, 1, "yes", [50364, 50414], 0, -0.1, 0.5, 0.01)]);

    private readonly TemporaryDirectory directory = new();
    private readonly TestServer server;
    private readonly IJobStore jobs;
    private readonly IJobLeases leases;
    private readonly string id = Guid.NewGuid().ToString();

    public LeaseTests(SharedServer shared)
    {
        server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"));
        jobs = server.Services.GetRequiredService<IJobStore>();
        leases = server.Services.GetRequiredService<IJobLeases>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_worker_that_was_taken_for_dead_cannot_write()
    {
        var jobId = await SubmitAsync();
        var dead = (await leases.StartAsync(jobId, "here", Token))!;
        await ExecuteAsync("update jobs set state = 'queued'");
        Assert.False(await leases.CompleteAsync(dead, Said with { Text = "late" }, Token));
        var successor = (await leases.StartAsync(jobId, "there", Token))!;

        Assert.False(await leases.ReportAsync(dead, new(0.5, ""), 1, Token));
        Assert.False(await leases.CompleteAsync(dead, Said with { Text = "late" }, Token));
        Assert.False(await leases.FailAsync(dead, JobFailure.Server, "late", Token));
        Assert.False(await leases.RetryAsync(dead, "late", TimeSpan.Zero, Token));
        Assert.False(await leases.ReleaseAsync(dead, Token));
        Assert.Equal([dead], await leases.RenewAsync([dead, successor], Token));

        Assert.True(await leases.CompleteAsync(successor, Said, Token));
        Assert.Equal("yes", (await FindAsync()).Transcript!.Text);
    }

    [Fact]
    public async Task A_finished_job_has_one_transcript_and_starts_no_more()
    {
        var jobId = await SubmitAsync();
        var lease = (await leases.StartAsync(jobId, "here", Token))!;

        Assert.True(await leases.CompleteAsync(lease, Said, Token));

        Assert.False(await leases.CompleteAsync(lease, Said with { Text = "again" }, Token));
        Assert.False(await leases.FailAsync(lease, JobFailure.Server, "after all", Token));
        Assert.Null(await leases.StartAsync(jobId, "here", Token));
        var job = await FindAsync();
        Assert.Equal((JobState.Done, "yes"), (job.State, job.Transcript!.Text));
        Assert.Equal(Said.Segments[0].Tokens, job.Transcript.Segments[0].Tokens);
    }

    [Fact]
    public async Task What_an_attempt_heard_is_seen_while_it_runs_and_no_longer()
    {
        var jobId = await SubmitAsync();
        var lease = (await leases.StartAsync(jobId, "here", Token))!;

        Assert.True(await leases.ReportAsync(lease, new(0.5, "so far"), 1, Token));
        Assert.Equal("so far", (await FindAsync()).PartialText);

        Assert.True(await leases.RetryAsync(lease, "The disk is full.", TimeSpan.FromHours(1), Token));
        Assert.Null((await FindAsync()).PartialText);
    }

    [Fact]
    public async Task An_id_that_is_taken_is_replaced_by_the_next_and_leaves_no_second_trigger()
    {
        await SubmitAsync();
        var ids = new Queue<string>([id, id, "next" + id]);

        var result = await jobs.SubmitAsync(new NewJob("test", ids.Dequeue, null, new()), Audio, Token);

        Assert.Equal("next" + id, Assert.IsType<SubmitResult.Accepted>(result).ExternalId);
        Assert.Equal(2, await CountTriggersAsync());
    }

    [Fact]
    public async Task An_id_that_a_client_chose_and_has_used_is_refused()
    {
        await SubmitAsync();
        var asked = 0;

        var result = await jobs.SubmitAsync(new NewJob("test", Chosen, null, new()) { HasChosenId = true }, Audio, Token);

        Assert.IsType<SubmitResult.IdTaken>(result);
        Assert.Equal(1, asked);
        Assert.Equal(1, await CountTriggersAsync());

        string Chosen()
        {
            asked++;
            return id;
        }
    }

    [Fact]
    public async Task A_submission_that_fails_leaves_neither_job_nor_trigger()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => jobs.SubmitAsync(new NewJob("test", () => id, null, new()), Audio with { Key = "\0" }, Token));

        Assert.Null(await jobs.FindAsync("test", id, JobScope.Everything, Token));
        Assert.Equal(0, await CountTriggersAsync());
    }

    private static StoredAudio Audio => new("none", 0, new byte[32]);

    private async Task<Guid> SubmitAsync()
    {
        Assert.IsType<SubmitResult.Accepted>(await jobs.SubmitAsync(new NewJob("test", () => id, null, new()), Audio, Token));
        return (await FindAsync()).Id;
    }

    private async Task<Job> FindAsync() => (await jobs.FindAsync("test", id, JobScope.Everything, Token))!;

    [Fact]
    public async Task A_job_that_runs_is_not_started_a_second_time()
    {
        var jobId = await SubmitAsync();
        Assert.NotNull(await leases.StartAsync(jobId, "here", Token));

        Assert.Null(await leases.StartAsync(jobId, "there", Token));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task<long> CountTriggersAsync()
    {
        await using var command = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select count(*) from qrtz_triggers where trigger_group = 'transcribe'");
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
