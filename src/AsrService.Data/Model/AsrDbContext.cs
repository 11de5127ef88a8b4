using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
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
        JobTables.Map(modelBuilder);
        SessionTables.Map(modelBuilder);
        CallbackTables.Map(modelBuilder);
        AccountTables.Map(modelBuilder);

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(ColumnName(property));
    }

    private static string ColumnName(IReadOnlyProperty property) =>
        property.Name.EndsWith("Sha256", StringComparison.Ordinal) ? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name[..^6]) + "_sha256" : JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
