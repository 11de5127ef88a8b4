using System.CommandLine;
using System.Globalization;
using AsrService.Benchmarks.Running;
using AsrService.Core;
using AsrService.Core.Jobs;
using AsrService.Data.Operators;
using Npgsql;
using Spectre.Console;

namespace AsrService.Benchmarks.Pages;

/// <summary>Looks at every list there is, over many jobs.</summary>
internal static class PagesCommand
{
    private const string Database = "pages";
    private const double TargetMs = 200;

    public static Command Create(Figures figures)
    {
        var jobs = new Option<int>("--jobs") { DefaultValueFactory = _ => 1_000_000, Description = "How many jobs there are" };
        BenchmarkOptions.InRange(jobs, 1000, 100_000_000);
        var command = new Command("pages", "Measures how soon the dashboard and lists of jobs are answered when there are many jobs") { jobs };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(jobs), figures, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int count, Figures figures, CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var directory = new TemporaryDirectory();
        await using var postgres = await LocalPostgres.StartAsync(cancellationToken);
        var connectionString = postgres.ConnectionString(Database, "node");
        await using var node = await NodeProcess.StartAsync(
            [
                new("ConnectionStrings__Asr", connectionString),
                new("Asr__DataDirectory", directory.Path),
                new("Asr__Roles", "Api,Dashboard"),
                new("Asr__Retention__Results", "10000.00:00:00"),
            ],
            cancellationToken);
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString(Database, "observer"));
        var jobs = new ManyJobs(database);
        var password = await Enrolment.OperatorAsync(directory.Path, connectionString, cancellationToken);

        // The client's own jobs are those that it can list.
        var client = await Enrolment.ClientAsync(directory.Path, connectionString, new() { Name = "reader" }, cancellationToken);
        await jobs.MakeAsync(count, client.Id, cancellationToken);

        using var visitor = new Visitor(node.Address, client.Secret);
        await visitor.LogInAsync(OperatorStore.First, password, cancellationToken);
        var table = new Table().Border(TableBorder.Simple).AddColumn("page").AddColumn(new TableColumn("ms, 50 %").RightAligned()).AddColumn(new TableColumn("95 %").RightAligned());
        var slowest = 0.0;
        var old = $"{await jobs.IdAsync(client.Id, cancellationToken)}";
        foreach (var page in Pages(old, client.Id))
        {
            var (median, most95) = await visitor.LookAsync(page, cancellationToken);
            table.AddRow(Markup.Escape(page.Replace(old, "OLD", StringComparison.Ordinal).Replace(client.Id, "CLIENT", StringComparison.Ordinal)), Text(median), Text(most95));
            slowest = Math.Max(slowest, median);
        }

        Console.WriteLine(machine);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} jobs"));
        AnsiConsole.Write(table);
        figures.Note($"ms for the slowest of {table.Rows.Count} pages and lists over {count} jobs, 50 %", Text(slowest), $"≤ {TargetMs}");
        return slowest <= TargetMs ? 0 : 1;

        static string Text(double figure) => figure.ToString("0", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Pages(string old, string client)
    {
        var day = TimeProvider.System.GetUtcNow().AddDays(-5);
        string[] filters =
        [
            "", .. new[] { JobState.Done, JobState.Failed, JobState.Cancelled, JobState.Queued }.Select(state => $"state={EnumWord.Of(state)}"), "state=queued,retrying",
            $"client={client}", $"protocol={Protocols.TeleAi}", $"from={day:yyyy-MM-dd}T00:00Z&to={day.AddDays(1):yyyy-MM-dd}T00:00Z",
            $"q={ManyJobs.Error}", "q=nothing+like+that", $"state=failed&client={client}&protocol={Protocols.Native}",
        ];
        return
        [
            "/dashboard", "/dashboard/sessions", "/dashboard/clients", "/dashboard/callbacks", $"/dashboard/jobs/{old}",
            .. filters.Select(filter => $"/dashboard/jobs?{filter}".TrimEnd('?')),
            .. filters.Select(filter => $"/dashboard/jobs?before={old}&{filter}".TrimEnd('&')),
            $"/api/jobs/{old}",
            .. filters.Select(filter => $"/api/jobs?{filter}".TrimEnd('?')),
            .. filters.Select(filter => $"/api/jobs?cursor={old}&{filter}".TrimEnd('&')),
        ];
    }
}
