using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

// Passed by value: a field too many or too few is memory corruption, so every one is held against the
// compiler's own offsets by AbiTests. The names are the header's, in Pascal case, for that comparison.
[StructLayout(LayoutKind.Sequential)]
internal struct WhisperFullParams
{
    public int Strategy;
    public int NThreads;
    public int NMaxTextCtx;
    public int OffsetMs;
    public int DurationMs;
    public byte Translate;
    public byte NoContext;
    public byte NoTimestamps;
    public byte SingleSegment;
    public byte PrintSpecial;
    public byte PrintProgress;
    public byte PrintRealtime;
    public byte PrintTimestamps;
    public byte TokenTimestamps;
    public float TholdPt;
    public float TholdPtsum;
    public int MaxLen;
    public byte SplitOnWord;
    public int MaxTokens;
    public byte DebugMode;
    public int AudioCtx;
    public byte TdrzEnable;
    public nint SuppressRegex;
    public nint InitialPrompt;
    public byte CarryInitialPrompt;
    public nint PromptTokens;
    public int PromptNTokens;
    public nint Language;
    public byte DetectLanguage;
    public byte SuppressBlank;
    public byte SuppressNst;
    public float Temperature;
    public float MaxInitialTs;
    public float LengthPenalty;
    public float TemperatureInc;
    public float EntropyThold;
    public float LogprobThold;
    public float NoSpeechThold;
    public GreedyParams Greedy;
    public BeamSearchParams BeamSearch;
    public nint NewSegmentCallback;
    public nint NewSegmentCallbackUserData;
    public nint ProgressCallback;
    public nint ProgressCallbackUserData;
    public nint EncoderBeginCallback;
    public nint EncoderBeginCallbackUserData;
    public nint AbortCallback;
    public nint AbortCallbackUserData;
    public nint LogitsFilterCallback;
    public nint LogitsFilterCallbackUserData;
    public nint GrammarRules;
    public nuint NGrammarRules;
    public nuint IStartRule;
    public float GrammarPenalty;
    public byte Vad;
    public nint VadModelPath;
    public WhisperVadParams VadParams;

    [StructLayout(LayoutKind.Sequential)]
    internal struct GreedyParams
    {
        public int BestOf;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct BeamSearchParams
    {
        public int BeamSize;
        public float Patience;
    }
}
