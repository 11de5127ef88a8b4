using Microsoft.Win32.SafeHandles;

namespace AsrService.Whisper.Native;

/// <summary>Owns a <c>whisper_context</c>: the weights, shared by all states made from it.</summary>
internal sealed class ContextHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ContextHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        WhisperNative.Free(handle);
        return true;
    }
}
