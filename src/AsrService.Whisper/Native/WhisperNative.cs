using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace AsrService.Whisper.Native;

/// <summary>The functions of whisper.h that the binding uses, for contexts and states.</summary>
internal static unsafe partial class WhisperNative
{
    internal const string Library = "whisper";

    [LibraryImport(Library, EntryPoint = "whisper_context_default_params_by_ref")]
    internal static partial WhisperContextParams* ContextDefaultParams();

    [LibraryImport(Library, EntryPoint = "whisper_free_context_params")]
    internal static partial void FreeContextParams(WhisperContextParams* value);

    [LibraryImport(Library, EntryPoint = "whisper_init_from_file_with_params_no_state", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ContextHandle InitFromFile(string path, WhisperContextParams value);

    [LibraryImport(Library, EntryPoint = "whisper_free")]
    internal static partial void Free(nint context);

    [LibraryImport(Library, EntryPoint = "whisper_init_state")]
    internal static partial nint InitState(ContextHandle context);

    [LibraryImport(Library, EntryPoint = "whisper_free_state")]
    internal static partial void FreeState(nint state);

    [LibraryImport(Library, EntryPoint = "whisper_full_default_params_by_ref")]
    internal static partial WhisperFullParams* FullDefaultParams(int strategy);

    [LibraryImport(Library, EntryPoint = "whisper_free_params")]
    internal static partial void FreeFullParams(WhisperFullParams* value);

    [LibraryImport(Library, EntryPoint = "whisper_pcm_to_mel_with_state")]
    internal static partial int PcmToMel(ContextHandle context, StateHandle state, float* samples, int count, int threads);

    [LibraryImport(Library, EntryPoint = "whisper_lang_auto_detect_with_state")]
    internal static partial int DetectLanguage(ContextHandle context, StateHandle state, int offsetMs, int threads, float* probabilities);

    [LibraryImport(Library, EntryPoint = "whisper_decode_with_state")]
    internal static partial int Decode(ContextHandle context, StateHandle state, int* tokens, int count, int past, int threads);

    [LibraryImport(Library, EntryPoint = "whisper_get_logits_from_state")]
    internal static partial float* Logits(StateHandle state);

    [LibraryImport(Library, EntryPoint = "whisper_full_with_state")]
    internal static partial int Full(ContextHandle context, StateHandle state, WhisperFullParams value, float* samples, int count);

    [LibraryImport(Library, EntryPoint = "whisper_n_len_from_state")]
    internal static partial int MelFrames(StateHandle state);

    [LibraryImport(Library, EntryPoint = "whisper_full_n_segments_from_state")]
    internal static partial int SegmentCount(StateHandle state);

    [LibraryImport(Library, EntryPoint = "whisper_full_get_segment_t0_from_state")]
    internal static partial long SegmentStart(StateHandle state, int segment);

    [LibraryImport(Library, EntryPoint = "whisper_full_get_segment_t1_from_state")]
    internal static partial long SegmentEnd(StateHandle state, int segment);

    [LibraryImport(Library, EntryPoint = "whisper_full_n_tokens_from_state")]
    internal static partial int TokenCount(StateHandle state, int segment);

    [LibraryImport(Library, EntryPoint = "whisper_full_get_token_data_from_state")]
    internal static partial WhisperTokenData TokenData(StateHandle state, int segment, int token);
}
