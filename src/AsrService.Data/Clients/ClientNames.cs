using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Clients;

/// <summary>The names of clients, for people who look at what bears their ids.</summary>
internal sealed class ClientNames(IDbContextFactory<AsrDbContext> contexts)
{
    /// <summary>All of them, by id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Clients.ToDictionaryAsync(client => client.Id, client => client.Name, cancellationToken);
    }
}
