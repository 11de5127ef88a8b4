using System.Security.Cryptography;
using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.Data.Model;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AsrService.Data.Clients;

/// <summary>Clients in PostgreSQL. Secrets that are only compared are hashed; those that sign are encrypted.</summary>
internal sealed class ClientStore(IDbContextFactory<AsrDbContext> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan OldWebhookSecretLifetime = TimeSpan.FromDays(1);

    private static readonly byte[] NobodysHash = ClientSecret.Hash("");

    private readonly IDataProtector secrets = protection.CreateProtector("clients.secret");
    private readonly IDataProtector webhookSecrets = protection.CreateProtector("clients.webhook-secret");

    /// <summary>Adds a client; null when there is one of that name.</summary>
    public async Task<IssuedClient?> AddAsync(ClientSettings settings, CancellationToken cancellationToken)
    {
        var id = ClientSecret.NewId();
        var issued = new IssuedClient(settings.Name, id, ClientSecret.New(id), ClientSecret.NewWebhookSecret());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Clients.Add(new ClientRow
        {
            Id = id,
            Name = settings.Name,
            SecretHash = ClientSecret.Hash(issued.Secret),
            ProtectedSecret = Protect(issued.Secret, settings.Protocols),
            ProtectedWebhookSecret = webhookSecrets.Protect(issued.WebhookSecret),
            Protocols = [.. settings.Protocols],
            QuotaMinutes = settings.QuotaMinutes,
            RequestsPerSecond = settings.RequestsPerSecond,
            MaxQueued = settings.MaxQueued,
            ExpiresAt = settings.ExpiresAt?.ToUniversalTime(),
            CallbackUrl = settings.CallbackUrl,
            FullEvents = settings.FullEvents,
            Language = settings.Language,
            SampleRate = settings.SampleRate,
            Channels = settings.Channels,
            ChannelsAreSpeakers = settings.ChannelsAreSpeakers,
            CreatedAt = time.GetUtcNow(),
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return issued;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return null;
        }
    }

    /// <summary>Whether there is any client at all.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Clients.AnyAsync(cancellationToken);
    }

    /// <summary>All clients by name, with what they use.</summary>
    public async Task<IReadOnlyList<(Client Client, ClientUsage Usage)>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var list = new List<(Client, ClientUsage)>();
        foreach (var row in await db.Clients.AsNoTracking().OrderBy(c => c.Name).ToListAsync(cancellationToken))
            list.Add((ToClient(row), await ClientUsages.ReadAsync(db.Database, row.Id, cancellationToken)));
        return list;
    }

    /// <summary>The client with that id if the secret is its own, compared in constant time; otherwise null.</summary>
    public async Task<Client?> FindAsync(string id, string secret, CancellationToken cancellationToken)
    {
        var row = await FindRowAsync(id, cancellationToken);

        // An unknown id takes as long as a wrong secret.
        return CryptographicOperations.FixedTimeEquals(ClientSecret.Hash(secret), row?.SecretHash ?? NobodysHash) && row is not null ? ToClient(row) : null;
    }

    /// <summary>The client with that id and the secret that it signs with; null when there is none, or it does not sign.</summary>
    public async Task<(Client Client, string Secret)?> FindSigningAsync(string id, CancellationToken cancellationToken) =>
        await FindRowAsync(id, cancellationToken) is { ProtectedSecret: { } secret } row ? (ToClient(row), secrets.Unprotect(secret)) : null;

    /// <summary>How clients are told; those that are not there are left out.</summary>
    public async Task<IReadOnlyDictionary<string, ClientWebhook>> WebhooksAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Clients.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => new ClientWebhook(c.FullEvents, () => WebhookSecretsOf(c)), cancellationToken);
    }

    /// <summary>The client of that name, or null.</summary>
    public async Task<Client?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Name == name, cancellationToken) is { } row ? ToClient(row) : null;
    }

    /// <summary>Gives a client new secrets; the old one ends at once, the old webhook secret signs beside the new one for a day. Null when there is no client of that name.</summary>
    public async Task<IssuedClient?> RotateAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Clients.SingleOrDefaultAsync(c => c.Name == name, cancellationToken) is not { } row)
            return null;

        var issued = new IssuedClient(name, row.Id, ClientSecret.New(row.Id), ClientSecret.NewWebhookSecret());
        row.SecretHash = ClientSecret.Hash(issued.Secret);
        row.ProtectedSecret = Protect(issued.Secret, row.Protocols);
        row.ProtectedOldWebhookSecret = row.ProtectedWebhookSecret;
        row.OldWebhookSecretUntil = time.GetUtcNow() + OldWebhookSecretLifetime;
        row.ProtectedWebhookSecret = webhookSecrets.Protect(issued.WebhookSecret);
        await db.SaveChangesAsync(cancellationToken);
        return issued;
    }

    /// <summary>Refuses a client from now on, or accepts it again. False when there is no client of that name.</summary>
    public async Task<bool> SetDisabledAsync(string name, bool isDisabled, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = isDisabled ? time.GetUtcNow() : (DateTimeOffset?)null;
        return await db.Clients.Where(c => c.Name == name).ExecuteUpdateAsync(set => set.SetProperty(c => c.DisabledAt, since), cancellationToken) == 1;
    }

    /// <summary>Removes a client; its jobs stay until they expire. False when there is no client of that name.</summary>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.ExecuteSqlAsync(
            $"""
            with forgotten as (delete from client_usage where client in (select id from clients where name = {name}))
            delete from clients where name = {name}
            """,
            cancellationToken) == 1;
    }

    private List<string> WebhookSecretsOf(ClientRow row)
    {
        var valid = new List<string> { webhookSecrets.Unprotect(row.ProtectedWebhookSecret) };
        if (row.ProtectedOldWebhookSecret is { } old && row.OldWebhookSecretUntil > time.GetUtcNow())
            valid.Add(webhookSecrets.Unprotect(old));
        return valid;
    }

    private async Task<ClientRow?> FindRowAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
    }

    // Only a signature needs the secret itself.
    private string? Protect(string secret, IEnumerable<string> protocols) => protocols.Contains(Protocols.TeleAi) ? secrets.Protect(secret) : null;

    private static Client ToClient(ClientRow row) => new(
        row.Id,
        new ClientSettings
        {
            Name = row.Name,
            Protocols = row.Protocols,
            QuotaMinutes = row.QuotaMinutes,
            RequestsPerSecond = row.RequestsPerSecond,
            MaxQueued = row.MaxQueued,
            ExpiresAt = row.ExpiresAt,
            CallbackUrl = row.CallbackUrl,
            FullEvents = row.FullEvents,
            Language = row.Language,
            SampleRate = row.SampleRate,
            Channels = row.Channels,
            ChannelsAreSpeakers = row.ChannelsAreSpeakers,
        },
        row.CreatedAt,
        row.DisabledAt);
}
