namespace AsrService.Audio.Sessions;

/// <summary>Doubles the sample rate of a stream: between each two samples one is interpolated, from sixteen neighbours.</summary>
/// <remarks>A half-band filter (a sinc under a Blackman window); the stream comes out eight samples, a millisecond, late.</remarks>
internal sealed class HalfBandUpsampler
{
    private const int Taps = 16;

    private static readonly float[] Weights = Design();

    private float[] history = new float[Taps - 1];

    /// <summary>Takes a part of the stream; gives twice as many samples.</summary>
    public float[] Add(ReadOnlySpan<float> samples)
    {
        float[] heard = [.. history, .. samples];
        var doubled = new float[2 * samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0f;
            for (var tap = 0; tap < Taps; tap++)
                sum += Weights[tap] * heard[i + tap];
            doubled[2 * i] = heard[i + (Taps / 2) - 1];
            doubled[(2 * i) + 1] = Math.Clamp(sum, -1, 1);
        }

        history = heard[^(Taps - 1)..];
        return doubled;
    }

    private static float[] Design()
    {
        var weights = new double[Taps];
        for (var tap = 0; tap < Taps; tap++)
        {
            var distance = tap - ((Taps - 1) / 2.0);
            var phase = 2 * Math.PI * (tap + 0.5) / Taps;
            weights[tap] = Math.Sin(Math.PI * distance) / (Math.PI * distance) * (0.42 - (0.5 * Math.Cos(phase)) + (0.08 * Math.Cos(2 * phase)));
        }

        var sum = weights.Sum();
        return [.. weights.Select(weight => (float)(weight / sum))];
    }
}
