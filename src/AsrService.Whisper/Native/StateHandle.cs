using Microsoft.Win32.SafeHandles;

namespace AsrService.Whisper.Native;

/// <summary>Owns a <c>whisper_state</c> and keeps the context that it belongs to alive.</summary>
internal sealed class StateHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly ContextHandle _context;

    private StateHandle(ContextHandle context)
        : base(ownsHandle: true) => _context = context;

    internal static StateHandle Create(ContextHandle context)
    {
        var state = new StateHandle(context);
        var referenced = false;
        try
        {
            context.DangerousAddRef(ref referenced);
            state.SetHandle(WhisperNative.InitState(context));
        }
        finally
        {
            if (referenced && state.IsInvalid)
                context.DangerousRelease();
        }

        return state.IsInvalid
            ? throw new WhisperException("whisper.cpp could not create a state; most likely there is not enough memory.")
            : state;
    }

    /// <summary>Forgets the state without freeing it, for the one case where whisper.cpp has freed it itself.</summary>
    internal void Abandon()
    {
        SetHandleAsInvalid();
        _context.DangerousRelease();
    }

    protected override bool ReleaseHandle()
    {
        WhisperNative.FreeState(handle);
        _context.DangerousRelease();
        return true;
    }
}
