using Microsoft.Win32.SafeHandles;

namespace AsrService.Whisper.Native;

/// <summary>Owns a <c>whisper_vad_context</c>.</summary>
internal sealed class VadHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public VadHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        VadNative.Free(handle);
        return true;
    }
}
