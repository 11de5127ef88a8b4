using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AsrService.Benchmarks.Running;

/// <summary>The two calls to the system that .NET does not offer.</summary>
internal static partial class Native
{
    private const int Children = -1; // RUSAGE_CHILDREN

    /// <summary>Processor time, user and system, of all child processes that have ended, with their own children.</summary>
    public static TimeSpan ChildrenCpu
    {
        get
        {
            var usage = new ResourceUsage();
            return GetResourceUsage(Children, ref usage) == 0
                ? TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds) + TimeSpan.FromMicroseconds(usage.UserMicroseconds + usage.SystemMicroseconds)
                : throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Sends a signal.</summary>
    /// <param name="target">A process, or with a minus the group that it leads.</param>
    /// <param name="signal">The signal.</param>
    public static void Send(int target, UnixSignal signal) => _ = Kill(target, (int)signal);

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetResourceUsage(int who, ref ResourceUsage usage);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);

    // struct rusage of 64-bit Linux: two timevals, then fourteen longs of which nothing is needed here.
    [StructLayout(LayoutKind.Sequential, Size = 18 * sizeof(long))]
    private struct ResourceUsage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}
