namespace AsrService.Whisper.Native;

internal static class Samples
{
    // Far above any audio, far below where squares summed over a frame overflow a float.
    private const float Limit = 32768;

    /// <summary>
    /// Returns the samples, or a copy with 0 in place of those that are not finite or absurdly large: one of them would
    /// fill the whole spectrogram with NaN, on which whisper.cpp's sorting is undefined.
    /// </summary>
    internal static ReadOnlySpan<float> Sanitise(ReadOnlySpan<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (!IsSane(samples[i]))
                return Clean(samples);
        }

        return samples;
    }

    private static float[] Clean(ReadOnlySpan<float> samples)
    {
        var clean = samples.ToArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (!IsSane(clean[i]))
                clean[i] = 0;
        }

        return clean;
    }

    // False for NaN too.
    private static bool IsSane(float sample) => MathF.Abs(sample) <= Limit;
}
