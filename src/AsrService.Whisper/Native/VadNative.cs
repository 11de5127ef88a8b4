using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

/// <summary>The functions of whisper.h for voice activity detection.</summary>
internal static unsafe partial class VadNative
{
    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_vad_default_context_params")]
    internal static partial WhisperVadContextParams DefaultParams();

    [LibraryImport(
        WhisperNative.Library, EntryPoint = "whisper_vad_init_from_file_with_params", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial VadHandle InitFromFile(string path, WhisperVadContextParams value);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_vad_free")]
    internal static partial void Free(nint vad);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_vad_reset_state")]
    internal static partial void Reset(VadHandle vad);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_vad_detect_speech_no_reset")]
    internal static partial byte Detect(VadHandle vad, float* samples, int count);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_vad_n_probs")]
    internal static partial int Count(VadHandle vad);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_vad_probs")]
    internal static partial float* Probabilities(VadHandle vad);
}
