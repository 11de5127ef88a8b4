using System.CommandLine;
using AsrService.Benchmarks.Running;
using Npgsql;

namespace AsrService.Benchmarks.Callbacks;

/// <summary>Lets a server tell the ends of many jobs, first all at once and then at a constant rate.</summary>
internal static class CallbacksCommand
{
    private const string Database = "callbacks";

    // With 8 at once to each, 64 in all.
    private const int Hosts = 8;

    private const double Target = 300;
    private const int SteadyPerSecond = 50;
    private const int SteadySeconds = 10;

    public static Command Create(Figures figures)
    {
        var deliveries = new Option<int>("--deliveries") { DefaultValueFactory = _ => 6000, Description = "Jobs that end at the same moment" };
        var delay = new Option<int>("--answer-after") { DefaultValueFactory = _ => 50, Description = "Milliseconds that a receiver takes for an answer" };
        BenchmarkOptions.InRange(deliveries, 1, 1_000_000);
        BenchmarkOptions.InRange(delay, 0, 10_000);
        var command = new Command("callbacks", "Measures how many callbacks a second one node delivers, and how soon") { deliveries, delay };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(deliveries), TimeSpan.FromMilliseconds(parsed.GetValue(delay)), figures, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int count, TimeSpan answerAfter, Figures figures, CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var directory = new TemporaryDirectory();
        await using var receivers = await Receivers.StartAsync(Hosts, answerAfter, cancellationToken);
        await using var postgres = await LocalPostgres.StartAsync(cancellationToken);
        var countsStatements = await postgres.CountStatementsAsync(cancellationToken);

        // As many connections as a server takes by itself.
        var connectionString = postgres.ConnectionString(Database, "node", poolSize: 100);
        await using var node = await NodeProcess.StartAsync(
            [
                new("ConnectionStrings__Asr", connectionString),
                new("Asr__DataDirectory", directory.Path),
                new("Asr__Roles", "Api,Worker"),
                new("Asr__Outgoing__AllowedNetworks", "127.0.0.0/8"),
            ],
            cancellationToken);

        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString(Database, "observer"));
        var outbox = new Outbox(database, countsStatements);
        var client = await Enrolment.ClientAsync(directory.Path, connectionString, new() { Name = "receiver" }, cancellationToken);
        receivers.Secret = client.WebhookSecret;
        var jobs = new EndingJobs(database);

        var burst = await jobs.MakeAsync(count, client.Id, receivers.Urls, cancellationToken);
        var steady = await jobs.MakeAsync(SteadyPerSecond * SteadySeconds, client.Id, receivers.Urls, cancellationToken);
        var (span, statements, writes) = await BurstAsync(jobs, outbox, burst, cancellationToken);
        var (most, mostPerHost) = (receivers.MostAtOnce, receivers.MostPerHost);
        var ends = await EndSteadilyAsync(jobs, steady, cancellationToken);
        await outbox.WaitAsync(cancellationToken);

        var arrivals = receivers.Arrivals;
        var first = arrivals.GroupBy(arrival => arrival.Job).ToDictionary(of => of.Key, of => of.Min(arrival => arrival.At));
        var missing = burst.Concat(steady).Count(job => !first.ContainsKey(job));
        var duplicates = arrivals.Count - arrivals.DistinctBy(arrival => arrival.Id).Count();
        var badlySigned = arrivals.Count(arrival => !arrival.IsSigned);
        var delays = ends.Where(end => first.ContainsKey(end.Key)).Select(end => (first[end.Key] - end.Value).TotalMilliseconds);
        var rate = count / span.TotalSeconds;

        Console.WriteLine(machine);
        var table = new FigureTable(figures);
        table.Add("deliveries a second, first to last recorded", rate, "0", $"≥ {Target}");
        table.Add("deliveries", count, "0");
        table.Add("most at once", most, "0", "64");
        table.Add("most at once to a host", mostPerHost, "0", "8");
        table.Add("statements for each", statements, "0.00");
        table.Add("commits that write for each", writes, "0.00");
        table.AddQuantiles($"ms from end to arrival at {SteadyPerSecond}/s", delays);
        table.Add("duplicates", duplicates, "0", "0");
        table.Add("missing", missing, "0", "0");
        table.Add("badly signed", badlySigned, "0", "0");
        table.Print();
        return rate >= Target && missing + duplicates + badlySigned == 0 ? 0 : 1;
    }

    private static async Task<(TimeSpan Span, double? Statements, double Writes)> BurstAsync(
        EndingJobs jobs, Outbox outbox, IReadOnlyList<Guid> burst, CancellationToken cancellationToken)
    {
        var before = await outbox.WorkAsync(cancellationToken);
        await jobs.EndAsync(burst, cancellationToken);
        await outbox.WaitAsync(cancellationToken);
        var after = await outbox.WorkAsync(cancellationToken);
        return (await outbox.SpanAsync(cancellationToken), (after.Statements - before.Statements) / (double?)burst.Count, (after.Writes - before.Writes) / (double)burst.Count);
    }

    private static async Task<Dictionary<Guid, DateTimeOffset>> EndSteadilyAsync(EndingJobs jobs, IReadOnlyList<Guid> steady, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / SteadyPerSecond));
        var ends = new Dictionary<Guid, DateTimeOffset>();
        foreach (var job in steady)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            ends[job] = await jobs.EndAsync([job], cancellationToken);
        }

        return ends;
    }
}
