using System.Globalization;
using AsrService.Benchmarks.Running;

namespace AsrService.Benchmarks.Recognition;

/// <summary>Runs this program again as the pipeline that is to be measured.</summary>
internal static class Pipeline
{
    /// <summary>Transcribes files side by side in one process, which loads the model once.</summary>
    /// <param name="files">The recordings.</param>
    /// <param name="settings">How to recognise; each core computes a window of its own.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BenchmarkException">It fails.</exception>
    public static async Task<Measurement> MeasureAsync(
        IReadOnlyList<string> files, RecognitionSettings settings, CancellationToken cancellationToken)
    {
        var run = await MeasuredProcess.RunAsync(
            "dotnet", [typeof(Pipeline).Assembly.Location, PipelineCommand.Name, "--", .. files], Environment(settings), cancellationToken);
        return new Measurement(run.Wall, run.Cpu, run.PeakBytes, WhisperCli.CountWords(run.Output));
    }

    private static Dictionary<string, string> Environment(RecognitionSettings settings) => new()
    {
        ["Asr__Whisper__Model"] = settings.ModelPath,
        ["Asr__Whisper__Language"] = settings.Language,
        ["Asr__Whisper__BeamSize"] = Text(settings.BeamSize),
        ["Asr__Whisper__ThreadsPerJob"] = Text(1),
        ["Asr__Whisper__ConcurrentWindows"] = Text(settings.Threads),

        // Standard output belongs to the texts.
        ["Serilog__MinimumLevel__Default"] = "Error",
        ["Serilog__MinimumLevel__Override__Microsoft.Hosting.Lifetime"] = "Error",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
