using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

/// <summary>Receives what whisper.cpp and ggml log, and ggml's last words before it aborts the process.</summary>
internal static unsafe class NativeLog
{
    private static Action<WhisperLogLevel, string>? s_sink;

    [ThreadStatic]
    private static LogLines? t_lines;

    /// <summary>
    /// True while this thread makes whisper.cpp stop on purpose (window done, cancellation): it reports that
    /// as an error, which would send an operator looking for a fault.
    /// </summary>
    [field: ThreadStatic]
    internal static bool ErrorsExpected { get; set; }

    internal static delegate* unmanaged[Cdecl]<int, byte*, nint, void> LogCallback => &OnLog;

    internal static delegate* unmanaged[Cdecl]<byte*, void> AbortCallback => &OnAbort;

    internal static void SetSink(Action<WhisperLogLevel, string>? sink) => s_sink = sink;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(int level, byte* text, nint userData)
    {
        try
        {
            if (s_sink is null || text is null)
                return;
            t_lines ??= new LogLines(Emit);
            t_lines.Append(level, Marshal.PtrToStringUTF8((nint)text) ?? "", ErrorsExpected);
        }
        catch
        {
            // An exception that leaves an UnmanagedCallersOnly method ends the process.
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnAbort(byte* text)
    {
        try
        {
            var message = "ggml aborts the process: " + Marshal.PtrToStringUTF8((nint)text);
            // The sink may be asynchronous, and the process has no time left: standard error gets it for certain.
            Console.Error.WriteLine(message);
            s_sink?.Invoke(WhisperLogLevel.Error, message);
        }
        catch
        {
            // As above; abort() follows anyway.
        }
    }

    private static void Emit(WhisperLogLevel level, string line) => s_sink?.Invoke(level, line);
}
