using AsrService.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AsrService.Data.Model;

/// <summary>Brings the schema up to date before anything uses it; nodes that start together do so one after the other.</summary>
internal sealed class SchemaService(IDbContextFactory<AsrDbContext> contexts, NpgsqlDataSource database, ILogger<SchemaService> log) : IHostedService
{
    // Any number that nothing else locks in this database.
    private const long LockKey = 0x6173_722d_7363_6865; // "asr-sche"

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            await CreateDatabaseAsync(db.GetService<IRelationalDatabaseCreator>(), cancellationToken);

            using var timer = new PeriodicTimer(PollInterval);
            while ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any() && !await TryMigrateAsync(db, cancellationToken))
                await timer.WaitForNextTickAsync(cancellationToken);
            await CompareAsync(db, cancellationToken);
        }
        catch (Exception exception) when (exception.GetBaseException() is { } cause && (exception is NpgsqlException || exception.InnerException is NpgsqlException))
        {
            throw new StartUpException($"The database cannot be used: {cause.Message.TrimEnd('.')}. Check ConnectionStrings__Asr, and that PostgreSQL runs.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A newer version only adds what this one can do without (UpgradeRuleTests), so the two work side by side while nodes are replaced.
    private async Task CompareAsync(AsrDbContext db, CancellationToken cancellationToken)
    {
        var unknown = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
            log.LogWarning("The database's schema is newer than this server ({Migrations}), which works with it as it is", unknown);
    }

    private static async Task CreateDatabaseAsync(IRelationalDatabaseCreator creator, CancellationToken cancellationToken)
    {
        if (await creator.ExistsAsync(cancellationToken))
            return;

        try
        {
            await creator.CreateAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another node was faster.
        }
    }

    // EF Core's own lock ends with each migration, and who waited for it then makes the next a second time. This one belongs
    // to a transaction and not to a session, which PgBouncer may hand to somebody else; and nobody waits for it in a
    // connection, of which PgBouncer may have no more for the node that has it.
    private async Task<bool> TryMigrateAsync(AsrDbContext db, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var alone = new NpgsqlCommand($"select pg_try_advisory_xact_lock({LockKey})", connection, transaction);
        if (!(bool)(await alone.ExecuteScalarAsync(cancellationToken))!)
            return false;

        await db.Database.MigrateAsync(cancellationToken);
        return true;
    }
}
