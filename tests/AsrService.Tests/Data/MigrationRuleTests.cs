using System.Text.RegularExpressions;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace AsrService.Tests.Data;

/// <summary>Nodes of the version before go on working while a migration is made and after it: what it may not do to them.</summary>
public sealed class MigrationRuleTests
{
    // All of them came before the first release, so no nodes of the version before were at work.
    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["Clients: drop the unique index ux_jobs_protocol_external_id"] = "ids became unique for each client instead of for all",
        ["Clients: drop the unique index ux_jobs_protocol_idempotency_key"] = "likewise",
        ["Clients: a unique index on the existing table jobs"] = "the same two, with the client",
        ["AudioUrls: change the column jobs.audio_key"] = "a recording given by URL is not there yet; nodes before took it for always there",
        ["AudioUrls: change the column jobs.audio_bytes"] = "likewise",
        ["AudioUrls: change the column jobs.audio_sha256"] = "likewise",
    };

    [Fact]
    public void A_migration_leaves_what_the_version_before_works_with()
    {
        var broken = Migrations().SelectMany(each => Broken(each.Operations).Select(rule => $"{each.Name}: {rule}")).Distinct(StringComparer.Ordinal);

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), broken.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_forbidden_is_noticed()
    {
        MigrationOperation[] operations =
        [
            new DropTableOperation { Name = "jobs" },
            new RenameTableOperation { Name = "jobs", NewName = "tasks" },
            new DropColumnOperation { Table = "jobs", Name = "owner" },
            new RenameColumnOperation { Table = "jobs", Name = "owner", NewName = "node" },
            new AlterColumnOperation { Table = "jobs", Name = "owner" },
            new AddColumnOperation { Table = "jobs", Name = "colour" },
            new CreateIndexOperation { Table = "jobs", Name = "ux_jobs_owner", Columns = ["owner"], IsUnique = true },
            new DropIndexOperation { Table = "jobs", Name = "ux_jobs_owner" },
            new AddUniqueConstraintOperation { Table = "jobs", Columns = ["owner"] },
            new AddCheckConstraintOperation { Table = "jobs" },
            new AddForeignKeyOperation { Table = "jobs", Columns = ["owner"] },
            new SqlOperation { Sql = "ALTER TABLE jobs\n DROP COLUMN owner" },
        ];

        Assert.Equal(operations.Length, Broken(operations).Count());
    }

    [Fact]
    public void What_only_adds_is_allowed()
    {
        MigrationOperation[] operations =
        [
            new AddColumnOperation { Table = "jobs", Name = "colour", IsNullable = true },
            new AddColumnOperation { Table = "jobs", Name = "size", DefaultValue = 1 },
            new CreateTableOperation { Name = "colours" },
            new CreateIndexOperation { Table = "colours", Name = "ux_colours_name", Columns = ["name"], IsUnique = true },
            new CreateIndexOperation { Table = "jobs", Name = "ix_jobs_colour", Columns = ["colour"] },
            new DropIndexOperation { Table = "jobs", Name = "ix_jobs_colour" },
        ];

        Assert.Empty(Broken(operations));
    }

    private static IEnumerable<string> Broken(IReadOnlyList<MigrationOperation> operations)
    {
        var made = operations.OfType<CreateTableOperation>().Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
        return operations.Select(operation => Broken(operation, made)).OfType<string>();
    }

    private static string? Broken(MigrationOperation operation, HashSet<string> made) => operation switch
    {
        DropTableOperation drop => $"drop the table {drop.Name}",
        RenameTableOperation rename => $"rename the table {rename.Name}",
        DropColumnOperation drop => $"drop the column {drop.Table}.{drop.Name}",
        RenameColumnOperation rename => $"rename the column {rename.Table}.{rename.Name}",

        // Also where it may be empty from now on: whoever reads it still takes it for never empty.
        AlterColumnOperation alter => $"change the column {alter.Table}.{alter.Name}",
        AddColumnOperation { IsNullable: false, DefaultValue: null, DefaultValueSql: null, ComputedColumnSql: null } add => $"add {add.Table}.{add.Name}, which nodes before do not fill",

        // They write what it refuses, and do not know how to go on after that.
        CreateIndexOperation { IsUnique: true } index when !made.Contains(index.Table) => $"a unique index on the existing table {index.Table}",
        DropIndexOperation index when index.Name.StartsWith("ux_", StringComparison.Ordinal) => $"drop the unique index {index.Name}",
        AddUniqueConstraintOperation constraint when !made.Contains(constraint.Table) => $"a constraint on the existing table {constraint.Table}",
        AddCheckConstraintOperation constraint when !made.Contains(constraint.Table) => $"a constraint on the existing table {constraint.Table}",
        AddForeignKeyOperation key when !made.Contains(key.Table) => $"a foreign key of the existing table {key.Table}",
        SqlOperation sql when Regex.IsMatch(
            sql.Sql, @"\b(drop|rename)\s+(table|column|constraint|trigger|function)\b|\balter\s+column\s+\S+\s+(type|set\s+not\s+null)\b|\bunique\b",
            RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking) => $"in SQL: {sql.Sql}",
        _ => null,
    };

    private static IEnumerable<(string Name, IReadOnlyList<MigrationOperation> Operations)> Migrations()
    {
        using var db = new AsrDbContext(new DbContextOptionsBuilder<AsrDbContext>().UseNpgsql().Options);
        var assembly = db.GetService<IMigrationsAssembly>();
        return [.. assembly.Migrations.Select(each => (each.Key.Split('_', 2)[1], assembly.CreateMigration(each.Value, db.Database.ProviderName!).UpOperations))];
    }
}
