using System.Runtime.InteropServices;
using AsrService.Whisper.Native;

namespace AsrService.Whisper;

/// <summary>Loads the native library libwhisper (whisper.cpp 1.9.1) into the process. Thread-safe.</summary>
public static class WhisperLibrary
{
    private static readonly Lock Gate = new();
    private static volatile string? s_path;
    private static nint s_handle;

    /// <summary>
    /// Verifies and loads libwhisper; must be called once before any other type of this namespace is used. Calling it
    /// again with the same file does nothing (and keeps the first <paramref name="log"/>).
    /// </summary>
    /// <param name="libraryPath">
    /// Path of libwhisper.so; a symbolic link is followed. If a <c>manifest.sha256</c> (sha256sum's format) lies beside
    /// it, every shared library listed there is checked by hash before anything is loaded.
    /// </param>
    /// <param name="log">
    /// Receives each whole line that whisper.cpp and ggml log, on the thread that runs them, possibly several at once;
    /// null drops them. What it throws is swallowed.
    /// </param>
    /// <exception cref="WhisperException">
    /// The file is missing, fails its check, cannot be loaded, is another version than 1.9.1 or finds no ggml backend;
    /// or another file has been loaded into this process before.
    /// </exception>
    public static void Load(string libraryPath, Action<WhisperLogLevel, string>? log = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(libraryPath);
        var path = Resolve(libraryPath);
        lock (Gate)
        {
            if (path == s_path)
                return;
            LibraryManifest.Verify(path);
            if (s_path is not null)
                throw new WhisperException($"{path} cannot be loaded: this process already uses {s_path}.");

            var library = NativeLibraryFile.Open(path);
            NativeLog.SetSink(log);
            NativeLibraryFile.RouteLogs(path, library);
            NativeLibraryFile.RequireBackend(path, library);

            NativeHeap.ReturnLargeBuffers();

            // Only now, as the runtime binds each P/Invoke once and for good.
            s_handle = library;
            NativeLibrary.SetDllImportResolver(typeof(WhisperLibrary).Assembly, Import);
            s_path = path;
        }
    }

    internal static void RequireLoaded()
    {
        if (s_path is null)
            throw new WhisperException("libwhisper is not loaded: call WhisperLibrary.Load first.");
    }

    private static string Resolve(string libraryPath)
    {
        var file = new FileInfo(Path.GetFullPath(libraryPath));
        try
        {
            // The library finds its neighbours beside the real file, so the manifest must be looked for there too.
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        }
        catch (IOException e)
        {
            throw new WhisperException($"{libraryPath} cannot be read: {e.Message}", e);
        }

        return file.Exists ? file.FullName : throw new WhisperException($"There is no library at {file.FullName}.");
    }

    private static nint Import(string name, System.Reflection.Assembly assembly, DllImportSearchPath? searchPath) =>
        name == WhisperNative.Library ? s_handle : 0;
}
