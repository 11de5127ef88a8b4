using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

[StructLayout(LayoutKind.Sequential)]
internal struct WhisperTokenData
{
    public int Id;
    public int Tid;
    public float P;
    public float Plog;
    public float Pt;
    public float Ptsum;
    public long T0;
    public long T1;
    public long TDtw;
    public float Vlen;
}
