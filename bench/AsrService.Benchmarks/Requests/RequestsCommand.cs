using System.CommandLine;
using System.Diagnostics;
using AsrService.Benchmarks.Recognition;
using AsrService.Benchmarks.Running;
using AsrService.NativeJobs;
using Spectre.Console;

namespace AsrService.Benchmarks.Requests;

/// <summary>Submits and polls while the workers are busy, and takes the time until each answer is there.</summary>
internal static class RequestsCommand
{
    private const string Database = "requests";

    // Of speech at 22.05 kHz and 16 bit, 2.3 s.
    private const int UploadBytes = 100 << 10;
    private const int LongMinutes = 30;
    private const int LongOnes = 4;

    private static readonly TimeSpan PollingTime = TimeSpan.FromSeconds(10);

    public static Command Create(Figures figures)
    {
        var count = new Option<int>("--count") { DefaultValueFactory = _ => 300, Description = "Requests of each kind, one after the other" };
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 64, Description = "Callers that poll at once, in the end" };
        BenchmarkOptions.InRange(count, 1, 100_000);
        BenchmarkOptions.InRange(connections, 1, 1000);
        var command = new Command("requests", "Measures submissions of 100 KB and polling while the workers are busy") { count, connections };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(count), parsed.GetValue(connections), figures, cancellationToken));
        return command;
    }

    private static async Task RunAsync(int count, int connections, Figures figures, CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var directory = new TemporaryDirectory();
        var speech = await SyntheticVoice.SpeakAsync(directory.Path, cancellationToken);
        await using var postgres = await LocalPostgres.StartAsync(cancellationToken);
        await using var node = await NodeProcess.StartAsync(
            [new("ConnectionStrings__Asr", postgres.ConnectionString(Database, "node", poolSize: 100)), new("Asr__DataDirectory", directory.Path)],
            cancellationToken);
        using var http = new HttpClient { BaseAddress = node.Address };
        await KeepBusyAsync(http, speech, directory.Path, cancellationToken);

        var recording = new Recording();
        foreach (var sentence in speech)
            recording.Say(sentence);
        var file = Path.Combine(directory.Path, "upload.wav");
        recording.Save(file);
        var upload = (await File.ReadAllBytesAsync(file, cancellationToken))[..UploadBytes];
        using var client = new Chaos.Client(node.Address);
        var calls = Calls.Of(upload, (await client.SubmitAsync(file, cancellationToken))!);

        var times = await AnsiConsole.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => OneByOneAsync(http, calls, count, context.AddTask("One by one", maxValue: count), cancellationToken));
        var (answers, polls) = await PollAsync(http, calls[^1], connections, cancellationToken);

        Console.WriteLine(machine);
        var table = new FigureTable(figures);
        foreach (var call in calls)
            table.AddQuantiles($"ms, {call.Name}", times[call], call.IsSubmission ? "≤ 15" : Figures.NoTarget, call.IsSubmission ? "≤ 60" : Figures.NoTarget);
        table.Add($"polls a second by {connections} callers", answers / PollingTime.TotalSeconds);
        table.AddQuantiles($"ms, poll by one of {connections}", polls);
        table.Print();
    }

    // Of the class that waits for all others: the workers never run out of it.
    private static async Task KeepBusyAsync(HttpClient http, IReadOnlyList<short[]> speech, string directory, CancellationToken cancellationToken)
    {
        var recording = new Recording();
        for (double seconds = 0, i = 0; seconds < LongMinutes * 60; i++)
        {
            var sentence = speech[(int)i % speech.Count];
            recording.Say(sentence);
            seconds += sentence.Length / (double)SyntheticVoice.SampleRate;
        }

        var file = Path.Combine(directory, "long.wav");
        recording.Save(file);
        for (var i = 0; i < LongOnes; i++)
        {
            await using var content = File.OpenRead(file);
            using var body = new StreamContent(content);
            using var response = await http.PostAsync(new Uri($"{NativeApi.Path}?priority=bulk", UriKind.Relative), body, cancellationToken);
            response.EnsureSuccessStatusCode();
        }
    }

    private static async Task<Dictionary<Call, List<double>>> OneByOneAsync(
        HttpClient http, IReadOnlyList<Call> calls, int count, ProgressTask bar, CancellationToken cancellationToken)
    {
        // The first of each kind compiles what it needs.
        foreach (var call in calls)
            await TimeAsync(http, call, cancellationToken);

        var times = calls.ToDictionary(call => call, _ => new List<double>(count));
        for (var i = 0; i < count; i++, bar.Increment(1))
        {
            // In turn, so that what the machine does meanwhile is the same for all.
            foreach (var call in calls)
                times[call].Add(await TimeAsync(http, call, cancellationToken));
        }

        return times;
    }

    private static async Task<(int Answers, List<double> Times)> PollAsync(HttpClient http, Call poll, int connections, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var callers = Enumerable.Range(0, connections).Select(async _ =>
        {
            var times = new List<double>();
            while (clock.Elapsed < PollingTime)
                times.Add(await TimeAsync(http, poll, cancellationToken));
            return times;
        });
        var all = (await Task.WhenAll(callers)).SelectMany(times => times).ToList();
        return (all.Count, all);
    }

    private static async Task<double> TimeAsync(HttpClient http, Call call, CancellationToken cancellationToken)
    {
        using var request = call.Create();
        var clock = Stopwatch.StartNew();
        using var response = await http.SendAsync(request, cancellationToken);
        var time = clock.Elapsed.TotalMilliseconds;
        if (!response.IsSuccessStatusCode)
            throw new BenchmarkException($"The server answers {(int)response.StatusCode} ({call.Name}): {await response.Content.ReadAsStringAsync(cancellationToken)}");
        return time;
    }
}
