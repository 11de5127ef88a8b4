using AsrService.Core.Callbacks;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Model;

/// <summary>Callbacks, and where they go.</summary>
internal static class CallbackTables
{
    public static void Map(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<DeliveryRow>(delivery =>
        {
            delivery.ToTable("deliveries");
            delivery.Property(d => d.Id).ValueGeneratedNever();
            delivery.Property(d => d.State).HasConversion(WordColumn.Of<DeliveryState>());
            delivery.HasOne<JobRow>().WithMany().HasForeignKey(d => d.JobId).OnDelete(DeleteBehavior.Cascade);
            delivery.HasMany(d => d.Attempts).WithOne().HasForeignKey(a => a.DeliveryId).OnDelete(DeleteBehavior.Cascade);
            delivery.HasIndex(d => new { d.Host, d.NextAttemptAt }).HasDatabaseName("ix_deliveries_waiting").HasFilter("state = 'waiting'");
            delivery.HasIndex(d => d.Host).HasDatabaseName("ix_deliveries_sending").HasFilter("sending_until is not null");
            delivery.HasIndex(d => d.FinishedAt).HasDatabaseName("ix_deliveries_finished").HasFilter("finished_at is not null");
        });

        modelBuilder.Entity<DeliveryAttemptRow>(attempt =>
        {
            attempt.ToTable("delivery_attempts");
            attempt.Property(a => a.Outcome).HasConversion(WordColumn.Of<DeliveryOutcome>());
        });

        modelBuilder.Entity<EndpointRow>(endpoint =>
        {
            endpoint.ToTable("callback_endpoints");
            endpoint.HasIndex(e => new { e.Client, e.Url }).IsUnique().AreNullsDistinct(false).HasDatabaseName("ux_callback_endpoints_client_url");
        });
    }
}
