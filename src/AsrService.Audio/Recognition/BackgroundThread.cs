using System.Runtime.InteropServices;

namespace AsrService.Audio.Recognition;

/// <summary>Runs computations that keep a core busy for seconds.</summary>
internal static partial class BackgroundThread
{
    private const int ThisThread = 0; // PRIO_PROCESS with id 0: on Linux the calling thread
    private const int Niceness = 10;

    /// <summary>
    /// Runs <paramref name="work"/> on a thread of its own, so that the pool's few stay free for requests, and at a lower
    /// priority, so that a request gets a core at once even when all of them are recognising.
    /// </summary>
    public static Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            _ = SetPriority(ThisThread, 0, Niceness);
            return work();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
        TaskScheduler.Default);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
