namespace AsrService.Whisper.Native;

/// <summary>Turns options into the parameters of <c>whisper_full_with_state</c> for one window at one temperature.</summary>
internal static unsafe class FullParams
{
    private const int Greedy = 0;
    private const int BeamSearch = 1;

    internal static WhisperFullParams From(WhisperOptions options)
    {
        var temperature = options.EffectiveTemperature;
        // As in openai-whisper: beams at temperature 0, best-of above. whisper.cpp's mixture of both is neither.
        var beams = temperature == 0 && options.BeamSize > 1;
        var defaults = WhisperNative.FullDefaultParams(beams ? BeamSearch : Greedy);
        var value = *defaults;
        WhisperNative.FreeFullParams(defaults);

        value.NThreads = options.Threads;
        value.Translate = Byte(options.Translate);
        value.NoContext = 1;
        value.NoTimestamps = Byte(options.WithoutTimestamps);
        value.PrintSpecial = value.PrintProgress = value.PrintRealtime = value.PrintTimestamps = 0;
        value.TokenTimestamps = Byte(options.TokenTimestamps);
        value.AudioCtx = options.AudioContext;
        value.MaxTokens = options.MaxTokens;
        value.SuppressNst = Byte(options.SuppressNonSpeechTokens);
        value.Temperature = temperature;
        value.TemperatureInc = 0;
        // Never reached: its own no-speech probability is stale (see WindowResult), so it must not drop segments by it.
        value.NoSpeechThold = 2;
        // It prepares this many decoders even where it uses one.
        value.Greedy.BestOf = temperature > 0 ? options.BestOf : 1;
        value.BeamSearch.BeamSize = options.BeamSize;
        return value;
    }

    /// <summary>What the error codes of <c>whisper_full_with_state</c> mean (whisper.cpp, by their places).</summary>
    internal static string Describe(int code) => code switch
    {
        -2 => "the mel spectrogram could not be computed",
        -3 => "the language could not be detected",
        -4 => "too many decoders were asked for",
        -5 => "the audio context is larger than the model's",
        -6 => "the encoder failed",
        StateFreed => "there was no memory for the decoders' cache",
        -8 => "the decoder failed on the prompt",
        -9 => "the decoder failed",
        _ => "the cause is unknown",
    };

    /// <summary>The code after which whisper.cpp has freed the state itself.</summary>
    internal const int StateFreed = -7;

    private static byte Byte(bool value) => value ? (byte)1 : (byte)0;
}
