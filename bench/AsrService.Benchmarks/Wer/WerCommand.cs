using System.CommandLine;
using System.Globalization;
using AsrService.Benchmarks.Running;
using AsrService.Commands;
using Spectre.Console;

namespace AsrService.Benchmarks.Wer;

/// <summary>Counts the errors of a server, through its API, beside whisper-cli's on the same recordings.</summary>
internal static class WerCommand
{
    // John F. Kennedy, inaugural address, 20 January 1961.
    private const string SampleText =
        "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country.";

    public static Command Create()
    {
        var table = new Argument<FileInfo>("refs") { Arity = ArgumentArity.ZeroOrOne, Description = "A TSV of path and text; without it, the recording that set-up has" };
        var server = new Option<Uri?>("--server") { CustomParser = ServerAddress.Parse, Description = "A running server; without it, one is started and stopped. Its model should be --model's" };
        var output = new Option<FileInfo?>("--output") { Description = "Where the hypotheses go; a TSV beside the references by default" };
        var options = new BenchmarkOptions();
        var command = new Command("wer", "Word or character error rate beside whisper-cli's") { table.AcceptExistingOnly(), server, output };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (refs, settings) = (parsed.GetValue(table), await options.ReadAsync(parsed, cancellationToken));
            var references = refs is null ? [new Reference(new FileInfo(Installation.Sample), SampleText)] : Reference.Load(refs);
            var file = parsed.GetValue(output)?.FullName ?? (refs is null ? null : Path.ChangeExtension(refs.FullName, ".hypotheses.tsv"));
            await RunAsync(references, parsed.GetValue(server), settings, file, cancellationToken);
        });
        return command;
    }

    private static async Task RunAsync(
        IReadOnlyList<Reference> references, Uri? address, RecognitionSettings settings, string? output, CancellationToken cancellationToken)
    {
        await using var server = address is null
            ? await TranscribingServer.StartAsync(settings, cancellationToken)
            : await TranscribingServer.UseAsync(address, cancellationToken);
        var heard = await AnsiConsole.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask("The server transcribes", maxValue: references.Count);
            return await SubmitAsync(references, server.Address, settings, () => bar.Increment(1), cancellationToken);
        });
        var theirs = await AnsiConsole.Status().StartAsync("whisper-cli transcribes", _ => WhisperCliAsync(references, settings, cancellationToken));

        var hypotheses = references.Select((reference, i) => new Hypothesis(reference, heard[i], theirs[i])).ToList();
        if (output is not null)
        {
            await Hypothesis.SaveAsync(output, hypotheses, cancellationToken);
            Console.WriteLine($"The hypotheses are in {output}");
        }

        Print(hypotheses, settings);
    }

    // All at once, as many as the server takes: it is not timed here.
    private static async Task<IReadOnlyList<string>> SubmitAsync(
        IReadOnlyList<Reference> references, Uri server, RecognitionSettings settings, Action onDone, CancellationToken cancellationToken)
    {
        using var client = new AsrTaskClient(server);
        var fields = new Dictionary<string, string> { ["language"] = settings.Language };
        var texts = new string[references.Count];
        await Parallel.ForAsync(
            0,
            references.Count,
            new ParallelOptions { MaxDegreeOfParallelism = 2 * settings.Threads, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                try
                {
                    var task = await client.SubmitAsync(references[i].File, fields, token);
                    texts[i] = await client.WaitAsync(task, (_, _) => { }, token);
                    onDone();
                }
                catch (HttpRequestException exception)
                {
                    throw new BenchmarkException($"{references[i].File.FullName} was not transcribed: {exception.Message}");
                }
            });
        return texts;
    }

    private static async Task<IReadOnlyList<string>> WhisperCliAsync(
        IReadOnlyList<Reference> references, RecognitionSettings settings, CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        var waves = new List<string>();
        foreach (var reference in references)
            waves.Add(await Ffmpeg.ConvertAsync(reference.File.FullName, directory.Path, cancellationToken));
        return await WhisperCli.TranscribeAsync(waves, settings, directory.Path, cancellationToken);
    }

    private static void Print(List<Hypothesis> hypotheses, RecognitionSettings settings)
    {
        var scorer = new Scorer(settings.Language);
        var server = Sum(h => h.Server);
        var whisperCli = Sum(h => h.WhisperCli);
        Console.WriteLine($"{hypotheses.Count} recordings, {Path.GetFileName(settings.ModelPath)}, {settings.Language}, whisper-cli with beam size {settings.BeamSize}");
        Line("this server", server);
        Line("whisper-cli", whisperCli);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"difference   {server.Percent - whisperCli.Percent:+0.00;-0.00;0.00} points"));

        ErrorRate Sum(Func<Hypothesis, string> text) =>
            hypotheses.Aggregate(default(ErrorRate), (sum, h) => sum + scorer.Score(h.Reference.Text, text(h)));
        void Line(string who, ErrorRate rate) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{who}  {scorer.Name} {rate.Percent:0.00} % ({rate.Errors} errors in {rate.Length})"));
    }
}
