using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

[StructLayout(LayoutKind.Sequential)]
internal struct WhisperAheads
{
    public nuint NHeads;
    public nint Heads;
}
