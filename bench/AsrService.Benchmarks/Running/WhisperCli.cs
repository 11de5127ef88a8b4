using System.Globalization;
using System.Text.RegularExpressions;

namespace AsrService.Benchmarks.Running;

/// <summary>whisper.cpp's own program, the measure of all things here.</summary>
internal static partial class WhisperCli
{
    // Its default, and that of the pipeline's fallback to higher temperatures.
    private const string BestOf = "5";

    /// <summary>Transcribes files in one process, which loads the model once.</summary>
    /// <returns>What it cost.</returns>
    /// <exception cref="BenchmarkException">It fails, or cannot read a file.</exception>
    public static async Task<Measurement> MeasureAsync(IReadOnlyList<string> files, RecognitionSettings settings, CancellationToken cancellationToken)
    {
        var run = await RunAsync([.. Options(settings), .. files], cancellationToken);
        var words = run.Output.Split('\n').Sum(line => CountWords(Times().Replace(line, "")));
        return new Measurement(run.Wall, run.Cpu, run.PeakBytes, words);
    }

    /// <summary>Transcribes files of a format that it reads, for their text.</summary>
    /// <param name="files">The files.</param>
    /// <param name="settings">How to recognise.</param>
    /// <param name="directory">Where it may leave files.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A text for each file.</returns>
    /// <exception cref="BenchmarkException">It fails, or cannot read a file.</exception>
    public static async Task<IReadOnlyList<string>> TranscribeAsync(
        IReadOnlyList<string> files, RecognitionSettings settings, string directory, CancellationToken cancellationToken)
    {
        var outputs = files.Select((_, index) => Path.Combine(directory, $"whisper-cli-{index}")).ToList();
        var run = await RunAsync(
            [.. Options(settings), "-otxt", .. outputs.SelectMany(output => new[] { "-of", output }), .. files], cancellationToken);

        // It ends with 0 where it knows the language as little as where all is well.
        return outputs.Select(output => output + ".txt").All(File.Exists)
            ? outputs.Select(output => File.ReadAllText(output + ".txt").ReplaceLineEndings(" ").Trim()).ToList()
            : throw new BenchmarkException($"whisper-cli wrote no text: {MeasuredProcess.LastLine(run.Error)}");
    }

    /// <summary>The number of words in a text.</summary>
    public static int CountWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static async Task<FinishedProcess> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var run = await MeasuredProcess.RunAsync(Installation.WhisperCli, arguments, cancellationToken);
        return run.Error.Split('\n').FirstOrDefault(line => line.StartsWith("error:", StringComparison.Ordinal)) is { } fault
            ? throw new BenchmarkException($"whisper-cli says: {fault}")
            : run;
    }

    private static string[] Options(RecognitionSettings settings) =>
    [
        "-m", settings.ModelPath, "-l", settings.Language, "-np", "-bo", BestOf,
        "-t", settings.Threads.ToString(CultureInfo.InvariantCulture),
        "-bs", settings.BeamSize.ToString(CultureInfo.InvariantCulture),
    ];

    [GeneratedRegex(@"^\[[0-9:.]+ --> [0-9:.]+\]")]
    private static partial Regex Times();
}
