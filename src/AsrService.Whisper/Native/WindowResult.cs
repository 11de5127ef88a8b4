using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

/// <summary>Reads what whisper.cpp has decoded out of a state.</summary>
internal static unsafe class WindowResult
{
    /// <summary>The segments of one window, with their tokens.</summary>
    /// <param name="factory">The model.</param>
    /// <param name="state">The state; the caller keeps it alive.</param>
    /// <param name="duration">Length of the samples in seconds.</param>
    internal static List<WhisperSegment> ReadSegments(WhisperFactory factory, StateHandle state, double duration)
    {
        var count = WhisperNative.SegmentCount(state);
        var tokens = new List<WhisperToken[]>(count);
        var bytes = new List<byte[]>(count);
        for (var i = 0; i < count; i++)
        {
            tokens.Add(ReadTokens(state, i));
            bytes.Add(ReadBytes(factory, tokens[i]));
        }

        var texts = Utf8Segments.Decode(bytes);
        var segments = new List<WhisperSegment>(count);
        for (var i = 0; i < count; i++)
        {
            // whisper.cpp counts in 10 ms, and ends a segment without a closing timestamp at 30 s, however short the audio.
            var start = Math.Clamp(WhisperNative.SegmentStart(state, i) / 100.0, 0, duration);
            var end = Math.Clamp(WhisperNative.SegmentEnd(state, i) / 100.0, start, duration);
            segments.Add(new WhisperSegment(start, end, texts[i], tokens[i]));
        }

        return segments;
    }

    /// <summary>
    /// Softmax of the logits at one token. whisper.cpp's own no-speech probability reads the logits' first row, which
    /// decoding a prompt of several tokens does not write: it is that of an earlier call.
    /// </summary>
    internal static float Probability(ReadOnlySpan<float> logits, int token)
    {
        var highest = float.NegativeInfinity;
        foreach (var logit in logits)
            highest = MathF.Max(highest, logit);
        var sum = 0.0;
        foreach (var logit in logits)
            sum += MathF.Exp(logit - highest);
        return (float)(MathF.Exp(logits[token] - highest) / sum);
    }

    /// <summary>See <see cref="WhisperResult.DecodedUntil"/>.</summary>
    /// <param name="call">The finished call.</param>
    /// <param name="segments">Its segments.</param>
    /// <param name="frames">Frames of 10 ms in the spectrogram.</param>
    /// <param name="duration">Length of the samples in seconds.</param>
    internal static double DecodedUntil(WindowCall call, List<WhisperSegment> segments, int frames, double duration)
    {
        if (!call.MoreWanted)
            return duration;
        var spoken = segments.Count == 0 ? 0 : segments[^1].End;
        // Without any text there is only the rounded progress, which could be 0 and a loop over it endless.
        var reached = Math.Max(call.Percent * frames / 100 / 100.0, spoken > 0 ? spoken : 1);
        return Math.Min(reached, duration);
    }

    private static WhisperToken[] ReadTokens(StateHandle state, int segment)
    {
        var tokens = new WhisperToken[WhisperNative.TokenCount(state, segment)];
        for (var i = 0; i < tokens.Length; i++)
        {
            var data = WhisperNative.TokenData(state, segment, i);
            tokens[i] = new WhisperToken(data.Id, data.P, data.Plog, Seconds(data.T0), Seconds(data.T1), Seconds(data.TDtw));
        }

        return tokens;
    }

    // In 10 ms; -1 where it was not computed.
    private static double Seconds(long time) => time < 0 ? double.NaN : time / 100.0;

    private static byte[] ReadBytes(WhisperFactory factory, WhisperToken[] tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            if (token.Id >= factory.EndOfText)
                continue;
            var text = VocabularyNative.TokenText(factory.Context, token.Id);
            bytes.AddRange(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        }

        return [.. bytes];
    }
}
