using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

/// <summary>Keeps a handle's native object alive while memory that belongs to it is read.</summary>
internal readonly ref struct HandleLease
{
    private readonly SafeHandle _handle;

    internal HandleLease(SafeHandle handle)
    {
        var added = false;
        handle.DangerousAddRef(ref added);
        _handle = handle;
    }

    public void Dispose() => _handle.DangerousRelease();
}
