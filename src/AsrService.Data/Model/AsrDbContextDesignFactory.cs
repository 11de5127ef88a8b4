using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AsrService.Data.Model;

/// <summary>Lets <c>dotnet ef</c> see the model without starting a server.</summary>
internal sealed class AsrDbContextDesignFactory : IDesignTimeDbContextFactory<AsrDbContext>
{
    public AsrDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<AsrDbContext>().UseNpgsql().Options);
}
