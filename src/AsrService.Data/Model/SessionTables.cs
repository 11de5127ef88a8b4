using AsrService.Core.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Model;

/// <summary>What online sessions consist of.</summary>
internal static class SessionTables
{
    public static void Map(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SessionRow>(session =>
        {
            session.ToTable("sessions");
            session.Property(s => s.Id).ValueGeneratedNever();
            session.Property(s => s.Priority).HasConversion(WordColumn.Of<JobPriority>());
            foreach (var column in new[] { nameof(SessionRow.Options), nameof(SessionRow.Given), nameof(SessionRow.Growing), nameof(SessionRow.Position) })
                session.Property(column).HasColumnType("jsonb");
            session.HasOne<JobRow>().WithMany().HasForeignKey(s => s.JobId).OnDelete(DeleteBehavior.Cascade);
            session.HasIndex(s => new { s.Protocol, s.ExternalId, s.Client }).IsUnique().AreNullsDistinct(false).HasDatabaseName(AsrDbContext.SessionIndex);

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
    }
}
