using AsrService.Data.Operators;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Model;

/// <summary>Who may call and who may look.</summary>
internal static class AccountTables
{
    public static void Map(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ClientRow>(client =>
        {
            client.ToTable("clients");
            client.HasIndex(c => c.Name).IsUnique().HasDatabaseName("ux_clients_name");
        });

        modelBuilder.Entity<ClientUsageRow>(usage =>
        {
            usage.ToTable("client_usage");
            usage.HasKey(u => new { u.Client, u.Day });
        });

        modelBuilder.Entity<OperatorRow>(row =>
        {
            row.ToTable("operators");
            row.HasKey(o => o.Name);
            row.Property(o => o.Role).HasConversion(WordColumn.Of<OperatorRole>());
        });

        modelBuilder.Entity<DataProtectionKeyRow>(key =>
        {
            key.ToTable("data_protection_keys");
            key.Property(k => k.Id).ValueGeneratedNever();
        });
    }
}
