using AsrService.Core.Clients;
using AsrService.Data;
using AsrService.Data.Clients;
using AsrService.Data.Operators;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.Benchmarks.Running;

/// <summary>Makes credentials for a server's database, as the server's own commands do.</summary>
internal static class Enrolment
{
    /// <summary>Adds a client.</summary>
    /// <param name="directory">The server's data directory.</param>
    /// <param name="connectionString">Its database.</param>
    /// <param name="settings">The client's name and wishes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IssuedClient> ClientAsync(string directory, string connectionString, ClientSettings settings, CancellationToken cancellationToken)
    {
        await using var services = Services(directory, connectionString);
        return (await services.GetRequiredService<ClientStore>().AddAsync(settings, cancellationToken))!;
    }

    /// <summary>Gives the first operator a password, which it returns.</summary>
    public static async Task<string> OperatorAsync(string directory, string connectionString, CancellationToken cancellationToken)
    {
        await using var services = Services(directory, connectionString);
        return await services.GetRequiredService<OperatorStore>().RenewPasswordAsync(OperatorStore.First, role: null, cancellationToken);
    }

    private static ServiceProvider Services(string directory, string connectionString) => new ServiceCollection()
        .AddLogging().AddSingleton(TimeProvider.System).AddAsrDatabase(directory, connectionString, mayShare: true).BuildServiceProvider();
}
