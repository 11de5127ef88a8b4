namespace AsrService.Benchmarks.Running;

/// <summary>What <c>./asr bench</c> has set up before it started this program.</summary>
internal static class Installation
{
    /// <summary>whisper.cpp's own program, beside the library that the server uses.</summary>
    /// <exception cref="BenchmarkException">It is missing.</exception>
    public static string WhisperCli => Existing(
        Path.Combine(Path.GetDirectoryName(Setting("Asr__Whisper__Library")) ?? "", "whisper-cli"),
        "It lies beside the library that ./asr setup builds; leave Asr__Whisper__Library unset.");

    /// <summary>The recording that set-up has: President Kennedy, 11 seconds, in the public domain.</summary>
    public static string Sample => Existing(Setting("ASR_SAMPLE"), "./asr setup fetches it.");

    /// <summary>The file of a model, made first if it is a known one that is not there.</summary>
    /// <param name="nameOrPath">A name of eng/models.tsv, or a path with a slash.</param>
    /// <param name="cancellationToken">Stops the making.</param>
    /// <exception cref="BenchmarkException">There is no such model.</exception>
    public static async Task<string> ModelAsync(string nameOrPath, CancellationToken cancellationToken)
    {
        if (nameOrPath.Contains('/'))
            return Existing(Path.GetFullPath(nameOrPath), "Give a model's name or a path to a ggml file.");

        var made = await MeasuredProcess.RunAsync(Path.Combine(Root, "eng", "models.sh"), [nameOrPath], cancellationToken);
        return made.Output.Trim();
    }

    /// <summary>The repository.</summary>
    public static string Root
    {
        get
        {
            for (var directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
            {
                if (File.Exists(Path.Combine(directory, "AsrService.sln")))
                    return directory;
            }

            throw new BenchmarkException("The repository was not found above this program; run it as ./asr bench.");
        }
    }

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new BenchmarkException($"{name} is not set; run this as ./asr bench.");

    private static string Existing(string path, string remedy) => File.Exists(path) ? path : throw new BenchmarkException($"{path} is missing. {remedy}");
}
