using System.Data.Common;
using System.Security.Cryptography;
using AsrService.Core.Clients;
using AsrService.Core.Uploads;
using AsrService.Data.Model;
using AsrService.Data.Queue;
using AsrService.Data.Storage;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;

namespace AsrService.IntegrationTests.Upgrade;

/// <summary>What a server of an older version left when it was stopped: a database with its schema and its rows, and recordings.</summary>
internal static class OldInstallation
{
    public const string Queued = "20250101000000000001";
    public const string Running = "20250101000000000002";
    public const string Done = "20250101000000000003";
    public const string Failed = "20250101000000000004";
    public const string Session = "old-session";
    public const string User = "dr-who";
    public const string Text = " Four score and seven years ago.";

    private const string ClientId = "ward7ward7ward7w";

    private static readonly string[] Protocols = ["asr-task", "native"];

    /// <summary>The secret of the one client; there are clients from the migration of that name on.</summary>
    public static string Secret { get; } = Secrets.Note(ClientSecret.New(ClientId));

    /// <summary>All migrations, the oldest first: each is a schema that was in use.</summary>
    public static IReadOnlyList<string> Migrations { get; } = ReadMigrations();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task MakeAsync(string connectionString, string dataDirectory, string migration)
    {
        await using (var db = Context(connectionString))
            await db.GetService<IMigrator>().MigrateAsync(migration, Token);

        await using var database = NpgsqlDataSource.Create(connectionString);
        var audio = await SaveAsync(dataDirectory);
        var queued = Guid.CreateVersion7();
        await AddJobsAsync(new OldTables(database), audio, queued);
        await AddOthersAsync(new OldTables(database), audio);
        await AddTriggerAsync(database, queued);
    }

    private static async Task AddJobsAsync(OldTables tables, string audio, Guid queued)
    {
        var (running, done, failed, hourAgo) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), TimeProvider.System.GetUtcNow().AddHours(-1));
        Dictionary<string, object> Job(Guid id, string externalId, string state, params (string Column, object Value)[] values)
        {
            var row = new Dictionary<string, object>
            {
                ["id"] = id,
                ["protocol"] = "asr-task",
                ["external_id"] = externalId,
                ["state"] = state,
                ["created_at"] = hourAgo,
                ["audio_key"] = audio,
                ["audio_bytes"] = Recordings.Mp3.Length,
                ["audio_sha256"] = SHA256.HashData(Recordings.Mp3),
            };
            foreach (var (column, value) in values)
                row[column] = value;
            return row;
        }

        await tables.AddAsync("jobs", Job(queued, Queued, "queued"));
        await tables.AddAsync("jobs", Job(running, Running, "transcribing", ("attempt", 1), ("fencing_token", 1), ("owner", "gone"), ("started_at", hourAgo), ("lease_until", hourAgo)));
        await tables.AddAsync("job_attempts", new() { ["job_id"] = running, ["start"] = 1, ["node"] = "gone", ["started_at"] = hourAgo, ["outcome"] = "running" });
        await tables.AddAsync("jobs", Job(done, Done, "done", ("attempt", 1), ("progress", 1), ("started_at", hourAgo), ("finished_at", hourAgo)));
        await tables.AddAsync("transcripts", new()
        {
            ["job_id"] = done,
            ["text"] = Text,
            ["language"] = "en",
            ["duration_seconds"] = 3,
            ["segments"] = $$"""
                [{"id":0,"seek":0,"start":0,"end":3,"text":"{{Text}}","tokens":[50364,7451,50514],"temperature":0,"avgLogprob":-0.2,"compressionRatio":1.1,"noSpeechProb":0.01}]
                """,
        });
        await tables.AddAsync("jobs", Job(failed, Failed, "failed", ("attempt", 1), ("started_at", hourAgo), ("finished_at", hourAgo), ("error", "The file is not audio.")));
        await tables.AddAsync("deliveries", new() { ["job_id"] = failed, ["url"] = "https://ward.example/asr", ["host"] = "ward.example", ["state"] = "delivered", ["finished_at"] = hourAgo });
    }

    private static async Task AddOthersAsync(OldTables tables, string audio)
    {
        await tables.AddAsync("clients", new()
        {
            ["id"] = ClientId,
            ["name"] = "ward-7",
            ["secret_hash"] = ClientSecret.Hash(Secret),
            ["protocols"] = Protocols,
        });
        await tables.AddAsync("uploads", new()
        {
            ["user_name"] = User,
            ["user_key"] = new UserFile { User = User }.UserKey,
            ["file_id"] = "old-file",
            ["extension"] = "m4a",
            ["audio_key"] = audio,
        });

        // Nothing comes for it any more: it is closed, and its second of silence transcribed.
        var (session, hourAgo, chunk) = (Guid.CreateVersion7(), TimeProvider.System.GetUtcNow().AddHours(-1), new byte[32_000]);
        await tables.AddAsync("sessions", new()
        {
            ["id"] = session,
            ["protocol"] = "deepfinch",
            ["external_id"] = Session,
            ["sample_rate"] = 16_000,
            ["is_live"] = true,
            ["priority"] = "interactive",
            ["created_at"] = hourAgo,
            ["last_chunk_at"] = hourAgo,
            ["last_audio_id"] = 1,
            ["first_sha256"] = SHA256.HashData(chunk),
        });
        await tables.AddAsync("session_chunks", new() { ["session_id"] = session, ["audio_id"] = 1, ["audio"] = chunk });
    }

    // Quartz makes its own tables, and a waiting job has a trigger there.
    private static async Task AddTriggerAsync(NpgsqlDataSource database, Guid job)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(TimeProvider.System).AddSingleton<DbDataSource>(database);
        services.AddQueue(new QueueOptions("old", IsWorker: false, Concurrency: 1, TimeSpan.Zero, MaxRunningPerClient: 0, TimeSpan.FromMinutes(10), "asr"));
        await using var provider = services.BuildServiceProvider();
        var scheduler = await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(Token);
        await scheduler.ScheduleJob(provider.GetRequiredService<JobTriggers>().For(job, client: null, TimeProvider.System.GetUtcNow()), cancellationToken: Token);
        await scheduler.Shutdown(cancellationToken: Token);
    }

    private static async Task<string> SaveAsync(string dataDirectory)
    {
        var key = AudioKey.Of(Guid.CreateVersion7().ToString("N"));
        var file = Path.Combine(new DataDirectory(dataDirectory).Blobs, key);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, Recordings.Mp3, Token);
        return key;
    }

    private static IReadOnlyList<string> ReadMigrations()
    {
        using var db = Context("");
        return [.. db.Database.GetMigrations()];
    }

    private static AsrDbContext Context(string connectionString) => new(new DbContextOptionsBuilder<AsrDbContext>().UseNpgsql(connectionString).Options);
}
