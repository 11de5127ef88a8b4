using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace AsrService.Data.Model;

/// <summary>Brings the schema up to date before anything uses it; nodes that start together wait for one another on EF Core's lock.</summary>
internal sealed class SchemaService(IDbContextFactory<AsrDbContext> contexts) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
