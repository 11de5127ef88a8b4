using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

/// <summary>What whisper.cpp calls back about while it decodes one window; it reaches this object through user_data.</summary>
internal sealed unsafe class WindowCall(Action<int>? polled, CancellationToken cancellation)
{
    private bool _started;
    private int _polls;

    /// <summary>Whether whisper.cpp wanted to go on with a second window.</summary>
    internal bool MoreWanted { get; private set; }

    /// <summary>How much of the samples lies before that second window, rounded down.</summary>
    internal int Percent { get; private set; }

    /// <summary>Whether it was told to stop because of the cancellation.</summary>
    internal bool Cancelled { get; private set; }

    internal static void Attach(ref WhisperFullParams value, nint self)
    {
        value.EncoderBeginCallback = (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint, byte>)&OnEncoderBegin;
        value.EncoderBeginCallbackUserData = self;
        value.ProgressCallback = (nint)(delegate* unmanaged[Cdecl]<nint, nint, int, nint, void>)&OnProgress;
        value.ProgressCallbackUserData = self;
        value.AbortCallback = (nint)(delegate* unmanaged[Cdecl]<nint, byte>)&OnAbortPoll;
        value.AbortCallbackUserData = self;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnEncoderBegin(nint context, nint state, nint self)
    {
        try
        {
            return GCHandle<WindowCall>.FromIntPtr(self).Target.BeginsWindow() ? (byte)1 : (byte)0;
        }
        catch (Exception)
        {
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnAbortPoll(nint self)
    {
        try
        {
            return GCHandle<WindowCall>.FromIntPtr(self).Target.MustAbort() ? (byte)1 : (byte)0;
        }
        catch (Exception)
        {
            return 1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnProgress(nint context, nint state, int percent, nint self)
    {
        try
        {
            GCHandle<WindowCall>.FromIntPtr(self).Target.Percent = percent;
        }
        catch
        {
            // An exception that leaves an UnmanagedCallersOnly method ends the process.
        }
    }

    private bool BeginsWindow()
    {
        if (!_started)
        {
            _started = true;
            return !StopIfCancelled();
        }

        MoreWanted = true;
        NativeLog.ErrorsExpected = true;
        return false;
    }

    private bool MustAbort()
    {
        polled?.Invoke(++_polls);
        return StopIfCancelled();
    }

    private bool StopIfCancelled()
    {
        if (!cancellation.IsCancellationRequested)
            return false;
        Cancelled = true;
        NativeLog.ErrorsExpected = true;
        return true;
    }
}
