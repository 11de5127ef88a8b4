using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace AsrService.Data.Model;

/// <summary>What jobs consist of, and the files that become jobs.</summary>
internal static class JobTables
{
    public static void Map(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<JobRow>(job =>
        {
            job.ToTable("jobs");
            job.Property(j => j.Id).ValueGeneratedNever();
            job.Property(j => j.State).HasConversion(WordColumn.Of<JobState>());
            job.Property(j => j.Priority).HasConversion(WordColumn.Of<JobPriority>());
            job.Property(j => j.Failure).HasConversion(WordColumn.Of<JobFailure>());
            job.HasIndex(j => new { j.Protocol, j.ExternalId, j.Client }).IsUnique().AreNullsDistinct(false).HasDatabaseName(AsrDbContext.ExternalIdIndex);
            job.HasIndex(j => new { j.Protocol, j.IdempotencyKey, j.Client }).IsUnique().AreNullsDistinct(false).HasDatabaseName(AsrDbContext.IdempotencyIndex)
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
            upload.HasIndex(u => new { u.FileId, u.Client }).IsUnique().AreNullsDistinct(false).HasDatabaseName(AsrDbContext.FileIdIndex);
            upload.HasIndex(u => new { u.UserKey, u.Client, u.UploadedAt }).HasDatabaseName("ix_uploads_user");
            upload.HasIndex(u => u.UploadedAt).HasDatabaseName("ix_uploads_uploaded_at");
            upload.HasIndex(u => u.AudioKey).HasDatabaseName("ix_uploads_audio_key");
        });

        modelBuilder.Entity<AttemptRow>(attempt =>
        {
            attempt.ToTable("job_attempts");
            attempt.HasKey(a => new { a.JobId, a.Start });
            attempt.Property(a => a.Outcome).HasConversion(WordColumn.Of<AttemptOutcome>());
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
    }
}
