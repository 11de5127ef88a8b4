using AsrService.Benchmarks.Running;

namespace AsrService.Benchmarks.Recognition;

/// <summary>The cases that are measured when no recordings are given, with the targets of the design.</summary>
internal static class StandardCases
{
    private const int Clips = 20;
    private const int SentencesPerParagraph = 4;
    private const double ShortPause = 0.5;

    // Seconds; a reader's pauses between sentences.
    private static readonly double[] Pauses = [0.4, 0.7, 1.2, 0.5, 1.9];

    /// <summary>Makes the cases' files in <paramref name="directory"/>.</summary>
    public static async Task<IReadOnlyList<BenchmarkCase>> CreateAsync(string directory, CancellationToken cancellationToken)
    {
        var speech = await SyntheticVoice.SpeakAsync(directory, cancellationToken);
        var clips = new List<string>();
        for (var i = 0; i < Clips; i++)
            clips.Add(await SaveAsync(new Recording().Pause(0.2).Say(speech[i]).Pause(0.3), directory, $"clip-{i}", cancellationToken));

        return
        [
            await CaseAsync("jfk.mp3", [Installation.Sample], null, cancellationToken),
            await CaseAsync("synthetic: long speech with pauses", [await SaveAsync(Long(speech), directory, "long", cancellationToken)], 1.00, cancellationToken),
            await CaseAsync("synthetic: the same, a third silence", [await SaveAsync(Sparse(speech), directory, "sparse", cancellationToken)], 0.6, cancellationToken),
            await CaseAsync($"synthetic: {Clips} short clips", clips, 0.7, cancellationToken),
        ];
    }

    /// <summary>The case of the recordings that were given.</summary>
    public static async Task<BenchmarkCase> OfAsync(IReadOnlyList<FileInfo> files, string directory, CancellationToken cancellationToken)
    {
        var readable = new List<string>();
        foreach (var file in files)
            readable.Add(await Ffmpeg.ReadableAsync(file.FullName, directory, cancellationToken));
        return await CaseAsync(files.Count == 1 ? files[0].Name : $"{files.Count} recordings", readable, null, cancellationToken);
    }

    private static Recording Long(IReadOnlyList<short[]> speech)
    {
        var recording = new Recording();
        for (var i = 0; i < speech.Count; i++)
            recording.Say(speech[i]).Pause(Pauses[i % Pauses.Length]);
        return recording;
    }

    private static Recording Sparse(IReadOnlyList<short[]> speech)
    {
        var spoken = speech.Sum(samples => samples.Length) / (double)SyntheticVoice.SampleRate;
        var silence = spoken / 2;
        var paragraphs = (speech.Count + SentencesPerParagraph - 1) / SentencesPerParagraph;
        var longPause = (silence - ((speech.Count - paragraphs) * ShortPause)) / paragraphs;

        var recording = new Recording();
        for (var i = 0; i < speech.Count; i++)
        {
            var endsParagraph = (i + 1) % SentencesPerParagraph == 0 || i == speech.Count - 1;
            recording.Say(speech[i]).Pause(endsParagraph ? longPause : ShortPause);
        }

        return recording;
    }

    private static async Task<string> SaveAsync(Recording recording, string directory, string name, CancellationToken cancellationToken)
    {
        var raw = Path.Combine(directory, name + ".wav");
        recording.Save(raw);
        return await Ffmpeg.ConvertAsync(raw, directory, cancellationToken);
    }

    private static async Task<BenchmarkCase> CaseAsync(string name, IReadOnlyList<string> files, double? wallTarget, CancellationToken cancellationToken)
    {
        var seconds = 0.0;
        foreach (var file in files)
            seconds += await Ffmpeg.SecondsAsync(file, cancellationToken);
        return new BenchmarkCase(name, files, seconds, wallTarget);
    }
}
