using System.Globalization;
using System.Runtime.InteropServices;
using AsrService.Benchmarks.Running;

namespace AsrService.Benchmarks.Recognition;

/// <summary>Sentences spoken by espeak-ng, in turn by voices, at speeds and pitches that differ, the same each time.</summary>
internal static class SyntheticVoice
{
    /// <summary>Rate of what espeak-ng speaks, in hertz.</summary>
    public const int SampleRate = 22050;

    private const int HeaderBytes = 44;

    private static readonly string[] Voices = ["en-us", "en-gb", "en-us+f3", "en-gb+m3", "en-us+m7", "en-gb+f2"];
    private static readonly int[] WordsPerMinute = [150, 165, 140, 158];
    private static readonly int[] Pitches = [50, 42, 58];

    /// <summary>The sentences that this program brings along.</summary>
    public static IReadOnlyList<string> Sentences { get; } = Load();

    /// <summary>Speaks all sentences.</summary>
    /// <returns>For each sentence its samples: 16 bit, mono.</returns>
    /// <exception cref="BenchmarkException">espeak-ng is not installed.</exception>
    public static async Task<IReadOnlyList<short[]>> SpeakAsync(string directory, CancellationToken cancellationToken)
    {
        var spoken = new List<short[]>();
        for (var i = 0; i < Sentences.Count; i++)
        {
            var file = Path.Combine(directory, "sentence.wav");
            await MeasuredProcess.RunAsync(
                "espeak-ng",
                ["-v", Voices[i % Voices.Length], "-s", Text(WordsPerMinute[i % WordsPerMinute.Length]), "-p", Text(Pitches[i % Pitches.Length]), "-w", file, Sentences[i]],
                cancellationToken);
            spoken.Add(MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(file).AsSpan(HeaderBytes)).ToArray());
        }

        return spoken;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string[] Load()
    {
        using var reader = new StreamReader(typeof(SyntheticVoice).Assembly.GetManifestResourceStream("sentences.txt")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
