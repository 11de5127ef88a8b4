using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

/// <summary>Opens libwhisper and proves that it is usable, before any P/Invoke is bound to it.</summary>
internal static unsafe class NativeLibraryFile
{
    /// <summary>The only version whose <c>whisper_full_params</c>, passed by value, has our layout.</summary>
    internal const string Version = "1.9.1";

    /// <summary>Loads the library and returns its handle; a library of another version is unloaded again.</summary>
    /// <exception cref="WhisperException">It cannot be loaded, or is not libwhisper 1.9.1.</exception>
    internal static nint Open(string path)
    {
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new WhisperException($"{path} could not be loaded: {e.Message}", e);
        }

        try
        {
            RequireVersion(path, ReadVersion(path, library));
            return library;
        }
        catch (WhisperException)
        {
            NativeLibrary.Free(library);
            throw;
        }
    }

    internal static void RequireVersion(string path, string? version)
    {
        if (version != Version)
        {
            throw new WhisperException(
                $"{path} is libwhisper {version ?? "of an unknown version"}, but exactly {Version} is needed: "
                + "its parameters are passed by value, and another version would corrupt memory.");
        }
    }

    /// <summary>Sends the library's log to <see cref="NativeLog"/>.</summary>
    internal static void RouteLogs(string path, nint library)
    {
        var setLog = (delegate* unmanaged[Cdecl]<nint, nint, void>)Export(path, library, "whisper_log_set");
        setLog((nint)NativeLog.LogCallback, 0);
        var setAbort = (delegate* unmanaged[Cdecl]<nint, nint>)Export(path, library, "ggml_set_abort_callback");
        _ = setAbort((nint)NativeLog.AbortCallback);
    }

    /// <summary>
    /// With GGML_BACKEND_DL nothing can compute until the backends are loaded, and ggml by itself would look for
    /// them beside the executable, which is dotnet.
    /// </summary>
    internal static void RequireBackend(string path, nint library)
    {
        var count = (delegate* unmanaged[Cdecl]<nuint>)Export(path, library, "ggml_backend_reg_count");
        if (count() > 0)
            return;

        var directory = Path.GetDirectoryName(path)!;
        var loadAll = (delegate* unmanaged[Cdecl]<nint, void>)Export(path, library, "ggml_backend_load_all_from_path");
        var utf8 = Marshal.StringToCoTaskMemUTF8(directory);
        try
        {
            loadAll(utf8);
        }
        finally
        {
            Marshal.FreeCoTaskMem(utf8);
        }

        if (count() == 0)
            throw new WhisperException($"No ggml backend (libggml-cpu*.so) was found in {directory} for this processor.");
    }

    private static string? ReadVersion(string path, nint library)
    {
        var version = (delegate* unmanaged[Cdecl]<nint>)Export(path, library, "whisper_version");
        return Marshal.PtrToStringUTF8(version());
    }

    // Looking a symbol up in libwhisper also searches what libwhisper was linked against: this finds the one ggml
    // that it uses, be it beside the library or the system's, where opening "libggml.so" could find another.
    private static nint Export(string path, nint library, string name) =>
        NativeLibrary.TryGetExport(library, name, out var address)
            ? address
            : throw new WhisperException($"{path} is not libwhisper {Version}: it has no function {name}.");
}
