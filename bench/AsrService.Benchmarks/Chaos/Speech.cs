using AsrService.Benchmarks.Recognition;
using AsrService.Benchmarks.Running;

namespace AsrService.Benchmarks.Chaos;

/// <summary>What is submitted: mostly a short clip, now and then minutes.</summary>
internal static class Speech
{
    private const int ShortOnes = 5;
    private const double Pause = 0.6;

    /// <summary>Makes the recordings that take turns.</summary>
    public static async Task<IReadOnlyList<string>> CreateAsync(string directory, CancellationToken cancellationToken)
    {
        var speech = await SyntheticVoice.SpeakAsync(directory, cancellationToken);
        return
        [
            .. Enumerable.Repeat(Installation.Sample, ShortOnes), Save(speech.Take(speech.Count / 3), "minute"),
            .. Enumerable.Repeat(Installation.Sample, ShortOnes), Save(speech, "minutes"),
        ];

        string Save(IEnumerable<short[]> sentences, string name)
        {
            var recording = new Recording();
            foreach (var sentence in sentences)
                recording.Say(sentence).Pause(Pause);
            var file = Path.Combine(directory, name + ".wav");
            recording.Save(file);
            return file;
        }
    }
}
