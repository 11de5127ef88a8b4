using System.CommandLine;
using System.Diagnostics;
using AsrService.Benchmarks.Running;
using Npgsql;

namespace AsrService.Benchmarks.Requests;

/// <summary>Lets a server alone, and counts what it asks of the database all the same.</summary>
internal static class IdleCommand
{
    private const string Database = "idle";

    // After the start: everything has looked once, and leases that others may have had are out.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);

    public static Command Create(Figures figures)
    {
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 60, Description = "How long it is left alone" };
        BenchmarkOptions.InRange(seconds, 1, 24 * 3600);
        var command = new Command("idle", "Counts the transactions and the processor time of a server that has nothing to do") { seconds };
        command.SetAction((parsed, cancellationToken) => RunAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds)), figures, cancellationToken));
        return command;
    }

    private static async Task RunAsync(TimeSpan time, Figures figures, CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var directory = new TemporaryDirectory();
        await using var postgres = await LocalPostgres.StartAsync(cancellationToken);
        await using var node = await NodeProcess.StartAsync(
            [new("ConnectionStrings__Asr", postgres.ConnectionString(Database, "node")), new("Asr__DataDirectory", directory.Path)], cancellationToken);
        await using var observer = NpgsqlDataSource.Create(postgres.ConnectionString("postgres", "observer"));

        await Task.Delay(Settling, cancellationToken);
        using var process = Process.GetProcessById(node.Id);
        var (before, cpuBefore) = (await TransactionsAsync(observer, cancellationToken), process.TotalProcessorTime);
        await Task.Delay(time, cancellationToken);
        process.Refresh();
        var (after, cpuAfter) = (await TransactionsAsync(observer, cancellationToken), process.TotalProcessorTime);

        Console.WriteLine(machine);
        var table = new FigureTable(figures);
        table.Add("transactions a second of an idle node", (after - before) / time.TotalSeconds, "0.0", "≤ 3");
        table.Add("its processor time, ms a second", (cpuAfter - cpuBefore).TotalMilliseconds / time.TotalSeconds, "0");
        table.Print();
    }

    // Asked from another database, so that the question does not count.
    private static async Task<long> TransactionsAsync(NpgsqlDataSource observer, CancellationToken cancellationToken)
    {
        await using var command = observer.CreateCommand($"select xact_commit + xact_rollback from pg_stat_database where datname = '{Database}'");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
