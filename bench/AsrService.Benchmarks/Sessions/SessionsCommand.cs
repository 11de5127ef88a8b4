using System.CommandLine;
using System.Globalization;
using AsrService.Benchmarks.Running;
using AsrService.Core.Clients;
using Spectre.Console;

namespace AsrService.Benchmarks.Sessions;

/// <summary>Lets speakers talk to a server, one and many at once, and takes the time until their sentences are final.</summary>
internal static class SessionsCommand
{
    private const string Database = "sessions";
    private const double TargetMs = 1500;

    public static Command Create(Figures figures)
    {
        var sessions = new Option<int[]>("--sessions") { DefaultValueFactory = _ => [1, 4, 16], Description = "How many at once, in turn", AllowMultipleArgumentsPerToken = true };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 25, Description = "How long each one speaks" };
        var model = new Option<string>("--model") { DefaultValueFactory = _ => "tiny-q8_0", Description = "A model's name or a path" };
        var recordings = new Option<int>("--recordings") { Description = "How many recordings of ten minutes the server transcribes meanwhile" };
        BenchmarkOptions.InRange(seconds, 1, 3600);
        BenchmarkOptions.InRange(recordings, 0, 100);
        var command = new Command("sessions", "Measures how soon sentences are final while they are spoken") { sessions, seconds, model, recordings };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(sessions), parsed.GetValue(seconds), parsed.GetRequiredValue(model), parsed.GetValue(recordings), figures, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int[] counts, int seconds, string model, int recordings, Figures figures, CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var directory = new TemporaryDirectory();
        var scripts = await SpokenScript.WriteAsync(counts.Max(), seconds, directory.Path, cancellationToken);
        await using var postgres = await LocalPostgres.StartAsync(cancellationToken);
        var connectionString = postgres.ConnectionString(Database, "node");
        await using var node = await NodeProcess.StartAsync(
            [
                new("ConnectionStrings__Asr", connectionString),
                new("Asr__DataDirectory", directory.Path),
                new("Asr__Whisper__Model", await Installation.ModelAsync(model, cancellationToken)),
            ],
            cancellationToken);
        var client = await Enrolment.ClientAsync(directory.Path, connectionString, new() { Name = "speaker", SampleRate = 16_000 }, cancellationToken);
        using var http = new HttpClient { BaseAddress = node.Address };

        // What is loaded or compiled at first use is nobody's delay.
        await new Speaker(http, client, scripts[0] with { Pcm = scripts[0].Pcm[..(scripts[0].Pcm.Length / 4)], Ends = [] }).SpeakAsync(cancellationToken);

        for (var i = 0; i < recordings; i++)
            await SubmitAsync(http, client, scripts[i % scripts.Count], cancellationToken);

        var table = new Table().Border(TableBorder.Simple);
        foreach (var title in new[] { "sessions", "sentences", "not final in time", "ms from end to final, 50 %", "95 %", "ms of a chunk's answer, 50 %", "95 %" })
            table.AddColumn(new TableColumn(title).RightAligned());
        var median = double.NaN;
        foreach (var count in counts)
        {
            var speakers = scripts.Take(count).Select(script => new Speaker(http, client, script)).ToList();
            await Task.WhenAll(speakers.Select((speaker, i) => SpeakAsync(speaker, i / (double)count, cancellationToken)));
            var delays = speakers.SelectMany(speaker => speaker.Delays).Order().ToList();
            var answers = speakers.SelectMany(speaker => speaker.Answers).Order().ToList();
            var never = speakers.Sum(speaker => speaker.Missing);
            table.AddRow([Text(count), Text(delays.Count + never), Text(never), .. new[] { delays, answers }.SelectMany(of => new[] { Text(Quantiles.Of(of, 50)), Text(Quantiles.Of(of, 95)) })]);
            figures.Note($"ms from a sentence's end to its text, {count} at once, 50 and 95 %", $"{Text(Quantiles.Of(delays, 50))}, {Text(Quantiles.Of(delays, 95))}", count == 1 ? $"≤ {TargetMs}" : Figures.NoTarget);
            figures.Note($"ms until a chunk is answered, {count} at once, 50 and 95 %", $"{Text(Quantiles.Of(answers, 50))}, {Text(Quantiles.Of(answers, 95))}");
            median = double.IsNaN(median) ? Quantiles.Of(delays, 50) : median;
        }

        Console.WriteLine(machine);
        AnsiConsole.Write(table);
        return median < TargetMs ? 0 : 1;

        static string Text(double figure) => figure.ToString("0", CultureInfo.InvariantCulture);
    }

    // Nobody's chunks come at the same moment as all the others'.
    private static async Task SpeakAsync(Speaker speaker, double share, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(share), cancellationToken);
        await speaker.SpeakAsync(cancellationToken);
    }

    // Of the class that waits for all others; longer than the whole benchmark.
    private static async Task SubmitAsync(HttpClient http, IssuedClient client, SpokenScript script, CancellationToken cancellationToken)
    {
        const int TenMinutes = 600 * 32_000;
        var pcm = Enumerable.Repeat(script.Pcm, (TenMinutes / script.Pcm.Length) + 1).SelectMany(bytes => bytes).Take(TenMinutes).ToArray();
        using var recording = new ByteArrayContent(pcm);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/jobs?priority=bulk") { Content = recording };
        request.Headers.Authorization = new("Bearer", client.Secret);
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
