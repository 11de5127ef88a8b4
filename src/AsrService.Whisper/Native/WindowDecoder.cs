using System.Runtime.InteropServices;
using System.Text;

namespace AsrService.Whisper.Native;

/// <summary>Runs one window through a state: spectrogram, language, decoding. The caller holds a lease on the state.</summary>
internal sealed unsafe class WindowDecoder(WhisperFactory factory, StateHandle state)
{
    internal void ComputeMel(ReadOnlySpan<float> samples, int threads)
    {
        fixed (float* first = Samples.Sanitise(samples))
        {
            var code = WhisperNative.PcmToMel(factory.Context, state, first, samples.Length, threads);
            Require(code, "the mel spectrogram could not be computed");
        }
    }

    /// <summary>Detects the language of the spectrogram; it also leaves the logits that NoSpeech reads.</summary>
    /// <remarks>Not left to whisper_full: it considers all of 100 languages even where the model has 99.</remarks>
    internal (string Language, float Probability) DetectLanguage(int threads)
    {
        var probabilities = new float[VocabularyNative.LanguageMaxId() + 1];
        fixed (float* first = probabilities)
        {
            // Not negative, it is the id of a language.
            var code = WhisperNative.DetectLanguage(factory.Context, state, 0, threads, first);
            Require(Math.Min(0, code), "the language could not be detected");
        }

        var known = probabilities.AsSpan(0, factory.Languages.Count);
        var best = 0;
        var sum = 0f;
        for (var i = 0; i < known.Length; i++)
        {
            sum += known[i];
            if (known[i] > known[best])
                best = i;
        }

        return (factory.Languages[best], known[best] / sum);
    }

    /// <summary>Decodes the spectrogram's first 30 s.</summary>
    /// <param name="options">How.</param>
    /// <param name="language">The language's code.</param>
    /// <param name="samples">Samples to compute the spectrogram from; none takes the one that the state has.</param>
    /// <param name="call">Receives what happens.</param>
    internal void Decode(WhisperOptions options, string language, ReadOnlySpan<float> samples, WindowCall call)
    {
        var value = FullParams.From(options);
        // A copy, as the length and the tokens must agree while native code reads them.
        int[] promptTokens = [.. options.PromptTokens];
        var handle = new GCHandle<WindowCall>(call);
        int code;
        try
        {
            WindowCall.Attach(ref value, GCHandle<WindowCall>.ToIntPtr(handle));
            fixed (byte* languageText = Encoding.ASCII.GetBytes(language + "\0"))
            fixed (int* prompt = promptTokens)
            fixed (float* first = Samples.Sanitise(samples))
            {
                value.Language = (nint)languageText;
                value.PromptTokens = (nint)prompt;
                value.PromptNTokens = promptTokens.Length;
                code = WhisperNative.Full(factory.Context, state, value, first, samples.Length);
            }
        }
        finally
        {
            NativeLog.ErrorsExpected = false;
            handle.Dispose();
        }

        if (code == FullParams.StateFreed)
            state.Abandon();
        if (code != 0 && !call.Cancelled)
            Require(code, FullParams.Describe(code));
    }

    /// <summary>Decodes &lt;|startoftranscript|&gt; alone against the window that the encoder saw last.</summary>
    internal float DecodeNoSpeech(int threads)
    {
        var start = factory.StartOfTranscript;
        Require(WhisperNative.Decode(factory.Context, state, &start, 1, 0, threads), "the decoder failed");
        return NoSpeech();
    }

    internal float NoSpeech() =>
        WindowResult.Probability(new ReadOnlySpan<float>(WhisperNative.Logits(state), factory.VocabularySize), factory.NoSpeech);

    private static void Require(int code, string fault)
    {
        if (code != 0)
            throw new WhisperException($"whisper.cpp failed with code {code}: {fault}.");
    }
}
