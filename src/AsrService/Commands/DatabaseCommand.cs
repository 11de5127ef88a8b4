using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using AsrService.Core;
using AsrService.Data.Cluster;
using AsrService.Data.Storage;
using AsrService.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AsrService.Commands;

/// <summary>
/// Runs PostgreSQL's own programs on the server's database, whether or not the server runs: for backups. The schema is left as it
/// is, so that an empty private cluster can be filled from a backup.
/// </summary>
internal static class DatabaseCommand
{
    public static Command Create()
    {
        // Everything behind the name is the program's, its options included.
        var command = new Command("database", "Run a program such as pg_dump, pg_restore or psql on the server's database: database pg_dump -O > asr.sql") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var exitCode = 0;
            var fault = await CommandLine.GuardAsync(async () => exitCode = await RunAsync([.. parsed.UnmatchedTokens], cancellationToken));
            return fault == 0 ? exitCode : fault;
        });
        return command;
    }

    private static async Task<int> RunAsync(string[] program, CancellationToken cancellationToken)
    {
        if (program.Length == 0)
            throw new StartUpException("Say what is to run, for example ./asr database pg_dump -O > asr.sql.");

        var configuration = CommandHost.CreateBuilder().Configuration;
        var options = AsrConfiguration.Load(configuration);
        var own = configuration.GetConnectionString("Asr");
        if (!string.IsNullOrWhiteSpace(own))
            return await RunAsync(program, new NpgsqlConnectionStringBuilder(own), cancellationToken);

        await using var cluster = new PrivateCluster(new DataDirectory(options.DataDirectory), NullLogger<PrivateCluster>.Instance);
        await cluster.StartAsync(mayShare: true, cancellationToken);
        return await RunAsync(program, new NpgsqlConnectionStringBuilder(cluster.ConnectionString), cancellationToken);
    }

    private static async Task<int> RunAsync(string[] program, NpgsqlConnectionStringBuilder database, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program[0], program.Skip(1));

        // Not on its command line, which everybody on the machine can read.
        start.Environment["PGHOST"] = database.Host;
        start.Environment["PGPORT"] = database.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = database.Username;
        start.Environment["PGPASSWORD"] = database.Password;
        start.Environment["PGDATABASE"] = database.Database;
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            throw new StartUpException($"{program[0]} cannot be started. PostgreSQL's programs are in its client package (Debian: apt-get install postgresql-client).");
        }
    }
}
