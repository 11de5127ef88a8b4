using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

/// <summary>The functions of whisper.h that ask a context about its vocabulary and languages.</summary>
internal static unsafe partial class VocabularyNative
{
    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_n_vocab")]
    internal static partial int Size(ContextHandle context);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_is_multilingual")]
    internal static partial int IsMultilingual(ContextHandle context);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_token_beg")]
    internal static partial int TimestampBegin(ContextHandle context);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_token_eot")]
    internal static partial int EndOfText(ContextHandle context);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_token_sot")]
    internal static partial int StartOfTranscript(ContextHandle context);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_token_nosp")]
    internal static partial int NoSpeech(ContextHandle context);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_token_to_str")]
    internal static partial byte* TokenText(ContextHandle context, int token);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_tokenize")]
    internal static partial int Tokenize(ContextHandle context, byte* text, int* tokens, int capacity);

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_lang_max_id")]
    internal static partial int LanguageMaxId();

    [LibraryImport(WhisperNative.Library, EntryPoint = "whisper_lang_str")]
    internal static partial byte* LanguageCode(int id);
}
