using AsrService.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace AsrService.Data.Model;

/// <summary>Brings the schema up to date before anything uses it; nodes that start together wait for one another on EF Core's lock.</summary>
internal sealed class SchemaService(IDbContextFactory<AsrDbContext> contexts) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
        catch (Exception exception) when (exception.GetBaseException() is { } cause && (exception is NpgsqlException || exception.InnerException is NpgsqlException))
        {
            throw new StartUpException($"The database cannot be used: {cause.Message.TrimEnd('.')}. Check ConnectionStrings__Asr, and that PostgreSQL runs.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
