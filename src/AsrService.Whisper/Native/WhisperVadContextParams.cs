using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

[StructLayout(LayoutKind.Sequential)]
internal struct WhisperVadContextParams
{
    public int NThreads;
    public byte UseGpu;
    public int GpuDevice;
}
