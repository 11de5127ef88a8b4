using AsrService.Benchmarks.Recognition;
using AsrService.Benchmarks.Running;

namespace AsrService.Benchmarks.Sessions;

/// <summary>What one speaker says.</summary>
/// <param name="Pcm">Samples of 16 bit and 16 kHz, mono.</param>
/// <param name="Ends">Where each sentence ends, in seconds.</param>
internal sealed record SpokenScript(byte[] Pcm, IReadOnlyList<double> Ends)
{
    /// <summary>Silence after each sentence, in seconds: more than twice what ends one.</summary>
    public const double Pause = 1.5;

    private const double Lead = 0.5;
    private const int WaveHeaderBytes = 78; // What FFmpeg writes.
    private const int Silence = 300; // About -40 dB.

    /// <summary>Has speakers say sentences one after the other, each speaker others.</summary>
    /// <param name="count">How many speakers.</param>
    /// <param name="seconds">How long each one speaks at least.</param>
    /// <param name="directory">For files on the way.</param>
    /// <param name="cancellationToken">Stops them.</param>
    public static async Task<IReadOnlyList<SpokenScript>> WriteAsync(int count, int seconds, string directory, CancellationToken cancellationToken)
    {
        var sentences = (await SyntheticVoice.SpeakAsync(directory, cancellationToken)).Select(Trim).ToList();
        var scripts = new List<SpokenScript>();
        for (var speaker = 0; speaker < count; speaker++)
        {
            var recording = new Recording().Pause(Lead);
            var (end, ends) = (Lead, new List<double>());
            for (var i = speaker * sentences.Count / count; end < seconds; i++)
            {
                var sentence = sentences[i % sentences.Count];
                recording.Say(sentence).Pause(Pause);
                ends.Add(end + ((double)sentence.Length / SyntheticVoice.SampleRate));
                end = ends[^1] + Pause;
            }

            var file = Path.Combine(directory, "speaker.wav");
            recording.Save(file);
            scripts.Add(new(File.ReadAllBytes(await Ffmpeg.ConvertAsync(file, directory, cancellationToken))[WaveHeaderBytes..], ends));
        }

        return scripts;
    }

    // espeak-ng ends a sentence with silence of its own.
    private static short[] Trim(short[] sentence) => sentence[..(Array.FindLastIndex(sentence, sample => Math.Abs((int)sample) > Silence) + 1)];
}
