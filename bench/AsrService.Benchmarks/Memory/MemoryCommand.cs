using System.CommandLine;
using System.Globalization;
using AsrService.Benchmarks.Chaos;
using AsrService.Benchmarks.Recognition;
using AsrService.Benchmarks.Running;
using Spectre.Console;

namespace AsrService.Benchmarks.Memory;

/// <summary>How much memory a server takes, from its start to many jobs later.</summary>
internal static class MemoryCommand
{
    private const int Rounds = 3;
    private const int AtOnce = 16;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public static Command Create(Figures figures)
    {
        var jobs = new Option<int>("--jobs") { DefaultValueFactory = _ => 1000, Description = "Short jobs, after which memory must be what it was after a third of them" };
        BenchmarkOptions.InRange(jobs, Rounds, 1_000_000);
        var command = new Command("memory", "Measures the most memory that a server has had, after one job and after many") { jobs };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(jobs), figures, cancellationToken));
        return command;
    }

    private static async Task RunAsync(int jobs, Figures figures, CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var directory = new TemporaryDirectory();
        var (clip, minutes) = await RecordAsync(directory.Path, cancellationToken);
        await using var postgres = await LocalPostgres.StartAsync(cancellationToken);
        await using var node = await NodeProcess.StartAsync(
            [new("ConnectionStrings__Asr", postgres.ConnectionString("memory", "node")), new("Asr__DataDirectory", directory.Path)], cancellationToken);
        using var client = new Client(node.Address);

        var table = new FigureTable(figures);
        Row("the start");
        await RunAsync(client, Installation.Sample, 1, _ => { }, cancellationToken);
        Row("jfk, 11 s");
        await RunAsync(client, Installation.Sample, 2, _ => { }, cancellationToken);
        Row("two of them at once");
        await RunAsync(client, minutes, 1, _ => { }, cancellationToken);
        Row("some minutes of speech");
        await AnsiConsole.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("Short jobs", maxValue: jobs);
                for (var round = 1; round <= Rounds; round++)
                {
                    await RunAsync(client, clip, (jobs * round / Rounds) - (jobs * (round - 1) / Rounds), _ => bar.Increment(1), cancellationToken);
                    Row(string.Create(CultureInfo.InvariantCulture, $"{jobs * round / Rounds} short jobs"));
                }
            });

        Console.WriteLine(machine);
        table.Print();

        void Row(string after)
        {
            table.Add($"peak MB after {after}", ProcessMemory.PeakBytes(node.Id) / 1e6);
            table.Add($"resident MB after {after}", ProcessMemory.ResidentBytes(node.Id) / 1e6);
        }
    }

    private static async Task<(string Clip, string Minutes)> RecordAsync(string directory, CancellationToken cancellationToken)
    {
        var speech = await SyntheticVoice.SpeakAsync(directory, cancellationToken);
        var (clip, minutes) = (Path.Combine(directory, "clip.wav"), Path.Combine(directory, "minutes.wav"));
        new Recording().Say(speech[0]).Save(clip);
        var all = new Recording();
        foreach (var sentence in speech)
            all.Say(sentence).Pause(0.6);
        all.Save(minutes);
        return (clip, minutes);
    }

    private static Task RunAsync(Client client, string file, int count, Action<int> onDone, CancellationToken cancellationToken) => Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var id = await client.SubmitAsync(file, token) ?? throw new BenchmarkException("The server takes no recording.");
            while (await client.ResultAsync(id, token) is null)
                await Task.Delay(PollInterval, token);
            onDone(i);
        });
}
