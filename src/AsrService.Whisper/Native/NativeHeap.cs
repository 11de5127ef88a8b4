using System.Runtime.InteropServices;

namespace AsrService.Whisper.Native;

/// <summary>How the process's malloc keeps the large buffers of whisper.cpp.</summary>
internal static partial class NativeHeap
{
    private const int MapThreshold = -3; // M_MMAP_THRESHOLD of glibc's malloc.h
    private const int OneMebibyte = 1 << 20;

    /// <summary>Has every large buffer mapped by itself, so that freeing it gives the memory back.</summary>
    /// <remarks>
    /// glibc otherwise raises its threshold to the largest buffer that was freed, keeps the next ones in the heaps of its
    /// threads, and a server's memory grows by a third over a thousand recordings.
    /// </remarks>
    public static void ReturnLargeBuffers()
    {
        try
        {
            _ = Mallopt(MapThreshold, OneMebibyte);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, which has other habits.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Mallopt(int parameter, int value);
}
