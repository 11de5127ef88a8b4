using System.Security.Cryptography;
using AsrService.Core;
using AsrService.Data.Model;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Operators;

/// <summary>Operators in PostgreSQL. Passwords are always made here, with 100 random bits.</summary>
internal sealed class OperatorStore(IDbContextFactory<AsrDbContext> contexts, TimeProvider time)
{
    /// <summary>The operator that a new installation has.</summary>
    public const string First = "admin";

    // Without those that look alike.
    private const string PasswordCharacters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int PasswordLength = 20;

    private static readonly PasswordHasher<string> Hasher = new();

    private readonly string nobodysHash = Hasher.HashPassword("", "");

    /// <summary>Makes the first operator if there is none, and returns the password; null when there is one, or another node was faster.</summary>
    public async Task<string?> AddFirstAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Operators.AnyAsync(cancellationToken))
            return null;

        var (password, hash) = NewPassword(First);
        return await db.Database.ExecuteSqlAsync(
            $"""
            insert into operators (name, role, password_hash, password_version, created_at)
            values ({First}, {EnumWord.Of(OperatorRole.Operator)}, {hash}, {NewVersion()}, {time.GetUtcNow()})
            on conflict do nothing
            """,
            cancellationToken) == 1 ? password : null;
    }

    /// <summary>Gives a new password to an operator, who is added if there is none of that name. Sessions from before it end.</summary>
    /// <param name="name">The name.</param>
    /// <param name="role">What they may do; null leaves it as it is, and lets a new one do everything.</param>
    /// <param name="cancellationToken">Stops before it is done.</param>
    public async Task<string> RenewPasswordAsync(string name, OperatorRole? role, CancellationToken cancellationToken)
    {
        var (password, hash) = NewPassword(name);
        var word = role is { } given ? EnumWord.Of(given) : null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into operators (name, role, password_hash, password_version, created_at)
            values ({name}, coalesce({word}, {EnumWord.Of(OperatorRole.Operator)}), {hash}, {NewVersion()}, {time.GetUtcNow()})
            on conflict (name) do update
            set role = coalesce({word}, operators.role), password_hash = excluded.password_hash, password_version = operators.password_version + 1
            """,
            cancellationToken);
        return password;
    }

    /// <summary>The operator of that name if the password is right; otherwise null. An unknown name takes as long as a wrong password.</summary>
    public async Task<Operator?> FindAsync(string name, string password, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Operators.AsNoTracking().SingleOrDefaultAsync(o => o.Name == name, cancellationToken);
        var isRight = Hasher.VerifyHashedPassword(name, row?.PasswordHash ?? nobodysHash, password) != PasswordVerificationResult.Failed;
        return isRight && row is not null ? new Operator(row.Name, row.Role, row.PasswordVersion) : null;
    }

    /// <summary>Whether an operator is still there and has the password and the role of then.</summary>
    public async Task<bool> IsCurrentAsync(Operator then, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Operators.AnyAsync(o => o.Name == then.Name && o.Role == then.Role && o.PasswordVersion == then.PasswordVersion, cancellationToken);
    }

    private static (string Password, string Hash) NewPassword(string name)
    {
        var password = RandomNumberGenerator.GetString(PasswordCharacters, PasswordLength);
        return (password, Hasher.HashPassword(name, password));
    }

    // Not 1: sessions of an operator who was removed are none of a later one of the same name.
    private static int NewVersion() => RandomNumberGenerator.GetInt32(1, 1 << 30);
}
