using System.Runtime.InteropServices;
using System.Text;

namespace AsrService.Benchmarks.Recognition;

/// <summary>Puts speech and pauses together.</summary>
internal sealed class Recording
{
    // About -70 dB: no room is as silent as zeros, which a detector of voices would find too easy.
    private const int NoiseAmplitude = 10;
    private const int Seed = 1;

    private readonly List<short> samples = [];
    private readonly Random noise = new(Seed);

    /// <summary>Adds a pause of so many seconds.</summary>
    public Recording Pause(double seconds)
    {
        for (var i = (int)(seconds * SyntheticVoice.SampleRate); i > 0; i--)
            samples.Add((short)noise.Next(-NoiseAmplitude, NoiseAmplitude + 1));
        return this;
    }

    /// <summary>Adds speech.</summary>
    public Recording Say(ReadOnlySpan<short> speech)
    {
        samples.AddRange(speech);
        return this;
    }

    /// <summary>Writes all of it as a WAVE file: 16 bit, mono.</summary>
    public void Save(string path)
    {
        var data = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(samples));
        using var writer = new BinaryWriter(File.Create(path), Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + data.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(SyntheticVoice.SampleRate);
        writer.Write(SyntheticVoice.SampleRate * sizeof(short));
        writer.Write((short)sizeof(short));
        writer.Write((short)(8 * sizeof(short)));
        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
    }
}
