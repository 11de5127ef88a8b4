using System.Text.Json;
using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using AsrService.Core;
using AsrService.Data.Operators;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace AsrService.Data.Model;

/// <summary>The application's own tables; Quartz keeps its tables beside them.</summary>
internal sealed class AsrDbContext(DbContextOptions<AsrDbContext> options) : DbContext(options)
{
    /// <summary>Two jobs of a client never share the id that it knows them by in a protocol.</summary>
    public const string ExternalIdIndex = "ux_jobs_protocol_client_external_id";

    /// <summary>Nor do two sessions, which become jobs.</summary>
    public const string SessionIndex = "ux_sessions_protocol_client_external_id";

    /// <summary>Two jobs of a client never share a live idempotency key in a protocol.</summary>
    public const string IdempotencyIndex = "ux_jobs_protocol_client_idempotency_key";

    /// <summary>Two files of a client never share an id.</summary>
    public const string FileIdIndex = "ux_uploads_file_id_client";

    public DbSet<JobRow> Jobs => Set<JobRow>();

    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    public DbSet<TranscriptRow> Transcripts => Set<TranscriptRow>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<UploadRow> Uploads => Set<UploadRow>();

    public DbSet<ClientRow> Clients => Set<ClientRow>();

    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();

    public DbSet<EndpointRow> Endpoints => Set<EndpointRow>();

    public DbSet<OperatorRow> Operators => Set<OperatorRow>();

    public DbSet<DataProtectionKeyRow> DataProtectionKeys => Set<DataProtectionKeyRow>();

    /// <summary>Whether a row was refused because of what <paramref name="index"/> forbids.</summary>
    public static bool IsViolationOf(DbUpdateException exception, string index) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } postgres && postgres.ConstraintName == index;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<JobRow>(job =>
        {
            job.ToTable("jobs");
            job.Property(j => j.Id).ValueGeneratedNever();
            job.Property(j => j.State).HasConversion(WordOf<JobState>());
            job.Property(j => j.Priority).HasConversion(WordOf<JobPriority>());
            job.Property(j => j.Failure).HasConversion(WordOf<JobFailure>());
            job.HasIndex(j => new { j.Protocol, j.ExternalId, j.Client }).IsUnique().AreNullsDistinct(false).HasDatabaseName(ExternalIdIndex);
            job.HasIndex(j => new { j.Protocol, j.IdempotencyKey, j.Client }).IsUnique().AreNullsDistinct(false).HasDatabaseName(IdempotencyIndex)
                .HasFilter("idempotency_key is not null");

            job.Property(j => j.Options).HasColumnType("jsonb").HasConversion(
                options => JsonColumn.Write(options), json => JsonColumn.Read<TranscriptionOptions>(json));

            // The jobs that are looked for all the time are few beside the finished ones.
            job.HasIndex(j => j.QueueKey).HasDatabaseName("ix_jobs_queued").HasFilter("state = 'queued'");
            job.HasIndex(j => new { j.Priority, j.Client, j.QueueKey }).HasDatabaseName("ix_jobs_queued_of_client").HasFilter("state = 'queued'");
            job.HasIndex(j => j.LeaseUntil).HasDatabaseName("ix_jobs_running").HasFilter("state in ('fetching', 'transcribing')");
            job.HasIndex(j => j.RetryAt).HasDatabaseName("ix_jobs_retrying").HasFilter("state = 'retrying'");

            // Pages of a list, the newest first.
            job.HasIndex(j => new { j.State, j.Id }).HasDatabaseName("ix_jobs_state");
            job.HasIndex(j => new { j.Client, j.Id }).HasDatabaseName("ix_jobs_client");
            job.HasIndex(j => new { j.Protocol, j.Id }).HasDatabaseName("ix_jobs_protocol");
            job.HasIndex(j => j.Id).HasDatabaseName("ix_jobs_error").HasFilter("error is not null");

            job.HasIndex(j => j.Client).HasDatabaseName("ix_jobs_open_of_client").HasFilter("finished_at is null and client is not null");
            job.HasIndex(j => j.FinishedAt, "ix_jobs_finished").HasFilter("finished_at is not null");
            job.HasIndex(j => j.FinishedAt, "ix_jobs_audio_to_expire").HasFilter("finished_at is not null and audio_deleted_at is null and audio_key is not null");
            job.HasIndex(j => j.AudioKey).HasDatabaseName("ix_jobs_audio_key").HasFilter("audio_key is not null");
            job.HasIndex(j => new { j.FileId, j.Client }).HasDatabaseName("ix_jobs_file_id").HasFilter("file_id is not null");
            job.HasMany(j => j.Attempts).WithOne().HasForeignKey(a => a.JobId).OnDelete(DeleteBehavior.Cascade);
            job.HasOne(j => j.Transcript).WithOne().HasForeignKey<TranscriptRow>(t => t.JobId).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<UploadRow>(upload =>
        {
            upload.ToTable("uploads");
            upload.Property(u => u.Id).ValueGeneratedNever();
            upload.HasIndex(u => new { u.FileId, u.Client }).IsUnique().AreNullsDistinct(false).HasDatabaseName(FileIdIndex);
            upload.HasIndex(u => new { u.UserKey, u.Client, u.UploadedAt }).HasDatabaseName("ix_uploads_user");
            upload.HasIndex(u => u.UploadedAt).HasDatabaseName("ix_uploads_uploaded_at");
            upload.HasIndex(u => u.AudioKey).HasDatabaseName("ix_uploads_audio_key");
        });

        modelBuilder.Entity<AttemptRow>(attempt =>
        {
            attempt.ToTable("job_attempts");
            attempt.HasKey(a => new { a.JobId, a.Start });
            attempt.Property(a => a.Outcome).HasConversion(WordOf<AttemptOutcome>());
        });

        modelBuilder.Entity<TranscriptRow>(transcript =>
        {
            transcript.ToTable("transcripts");
            transcript.HasKey(t => t.JobId);

            // Read and written whole, so a value and not a graph of rows.
            transcript.Property(t => t.Segments).HasColumnType("jsonb").HasConversion(
                segments => JsonColumn.Write(segments),
                json => JsonColumn.Read<List<TranscriptSegment>>(json),
                new ValueComparer<IReadOnlyList<TranscriptSegment>>(favorStructuralComparisons: false));
        });

        modelBuilder.Entity<DeliveryRow>(delivery =>
        {
            delivery.ToTable("deliveries");
            delivery.Property(d => d.Id).ValueGeneratedNever();
            delivery.Property(d => d.State).HasConversion(WordOf<DeliveryState>());
            delivery.HasOne<JobRow>().WithMany().HasForeignKey(d => d.JobId).OnDelete(DeleteBehavior.Cascade);
            delivery.HasMany(d => d.Attempts).WithOne().HasForeignKey(a => a.DeliveryId).OnDelete(DeleteBehavior.Cascade);
            delivery.HasIndex(d => new { d.Host, d.NextAttemptAt }).HasDatabaseName("ix_deliveries_waiting").HasFilter("state = 'waiting'");
            delivery.HasIndex(d => d.Host).HasDatabaseName("ix_deliveries_sending").HasFilter("sending_until is not null");
            delivery.HasIndex(d => d.FinishedAt).HasDatabaseName("ix_deliveries_finished").HasFilter("finished_at is not null");
        });
        modelBuilder.Entity<SessionRow>(session =>
        {
            session.ToTable("sessions");
            session.Property(s => s.Id).ValueGeneratedNever();
            session.Property(s => s.Priority).HasConversion(WordOf<JobPriority>());
            foreach (var column in new[] { nameof(SessionRow.Options), nameof(SessionRow.Given), nameof(SessionRow.Growing), nameof(SessionRow.Position) })
                session.Property(column).HasColumnType("jsonb");
            session.HasOne<JobRow>().WithMany().HasForeignKey(s => s.JobId).OnDelete(DeleteBehavior.Cascade);
            session.HasIndex(s => new { s.Protocol, s.ExternalId, s.Client }).IsUnique().AreNullsDistinct(false).HasDatabaseName(SessionIndex);

            // No column of it changes with every chunk, so the index is left alone.
            session.HasIndex(s => s.CreatedAt).HasDatabaseName("ix_sessions_open").HasFilter("closed_at is null");
        });
        modelBuilder.Entity<SessionChunkRow>(chunk =>
        {
            chunk.ToTable("session_chunks");
            chunk.HasKey(c => new { c.SessionId, c.AudioId });
            chunk.HasOne<SessionRow>().WithMany().HasForeignKey(c => c.SessionId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<SessionSentenceRow>(sentence =>
        {
            sentence.ToTable("session_sentences");
            sentence.HasKey(s => new { s.SessionId, s.Number });
            sentence.Property(s => s.Transcript).HasColumnType("jsonb");
            sentence.HasOne<SessionRow>().WithMany().HasForeignKey(s => s.SessionId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<DeliveryAttemptRow>(attempt =>
        {
            attempt.ToTable("delivery_attempts");
            attempt.Property(a => a.Outcome).HasConversion(WordOf<DeliveryOutcome>());
        });
        modelBuilder.Entity<EndpointRow>(endpoint =>
        {
            endpoint.ToTable("callback_endpoints");
            endpoint.HasIndex(e => new { e.Client, e.Url }).IsUnique().AreNullsDistinct(false).HasDatabaseName("ux_callback_endpoints_client_url");
        });
        modelBuilder.Entity<ClientRow>(client =>
        {
            client.ToTable("clients");
            client.HasIndex(c => c.Name).IsUnique().HasDatabaseName("ux_clients_name");
        });
        modelBuilder.Entity<ClientUsageRow>(usage =>
        {
            usage.ToTable("client_usage");
            usage.HasKey(u => new { u.Client, u.Day });
        });
        modelBuilder.Entity<OperatorRow>(row =>
        {
            row.ToTable("operators");
            row.HasKey(o => o.Name);
            row.Property(o => o.Role).HasConversion(WordOf<OperatorRole>());
        });
        modelBuilder.Entity<DataProtectionKeyRow>(key =>
        {
            key.ToTable("data_protection_keys");
            key.Property(k => k.Id).ValueGeneratedNever();
        });

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(ColumnName(property));
    }

    private static ValueConverter<T, string> WordOf<T>()
        where T : struct, Enum => new(value => EnumWord.Of(value), word => Enum.Parse<T>(word, true));

    private static string ColumnName(IReadOnlyProperty property) =>
        property.Name.EndsWith("Sha256", StringComparison.Ordinal) ? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name[..^6]) + "_sha256" : JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
