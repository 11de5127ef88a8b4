using System.CommandLine;
using AsrService.Whisper;

namespace AsrService.Benchmarks.Running;

/// <summary>The options that say how both programs recognise.</summary>
internal sealed class BenchmarkOptions
{
    private readonly Option<string> model = new("--model")
    {
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("Asr__Whisper__Model") is { Length: > 0 } name ? name : "tiny-q8_0",
        Description = "A model's name or a path",
    };

    private readonly Option<int> threads = new("--threads")
    {
        DefaultValueFactory = _ => Environment.ProcessorCount,
        Description = "Cores that each program may use",
    };

    private readonly Option<int> beamSize = new("--beam-size")
    {
        DefaultValueFactory = _ => 1,
        Description = "Beams at temperature 0; 1 decodes greedily",
    };

    private readonly Option<string> language = new("--language")
    {
        DefaultValueFactory = _ => "en",
        Description = "The language spoken, as a code",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        InRange(threads, 1, Environment.ProcessorCount);
        InRange(beamSize, 1, WhisperOptions.MostDecoders);
        foreach (var option in new Option[] { model, threads, beamSize, language })
            command.Options.Add(option);
    }

    /// <summary>What the command line says.</summary>
    /// <exception cref="BenchmarkException">There is no such model.</exception>
    public async Task<RecognitionSettings> ReadAsync(ParseResult parsed, CancellationToken cancellationToken) => new(
        await Installation.ModelAsync(parsed.GetRequiredValue(model), cancellationToken),
        parsed.GetValue(threads),
        parsed.GetValue(beamSize),
        parsed.GetRequiredValue(language));

    /// <summary>Refuses a number outside of a range.</summary>
    public static void InRange(Option<int> option, int low, int high) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var value && (value < low || value > high))
            result.AddError($"{option.Name} is {value}, outside {low} to {high}.");
    });
}
