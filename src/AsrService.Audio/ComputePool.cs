using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace AsrService.Audio;

/// <summary>
/// The threads that recognition computes on: as many as the configuration allows states at once, and no others, so that
/// jobs never compete for more cores than there are. They live as long as the server and run at a lower priority, so
/// that a request gets a core at once even when all of them are busy.
/// </summary>
internal sealed partial class ComputePool : IDisposable
{
    private const int ThisThread = 0; // PRIO_PROCESS with id 0: on Linux the calling thread

    private readonly BlockingCollection<Action> work = [];
    private readonly SemaphoreSlim slots;
    private readonly int niceness;

    /// <summary>Starts the threads.</summary>
    /// <param name="size">Their number, at least 1.</param>
    /// <param name="niceness">How far they stand back behind others, 0 to 19.</param>
    /// <param name="name">What they are called by who looks at the process.</param>
    public ComputePool(int size, int niceness, string name)
    {
        Size = size;
        this.niceness = niceness;
        slots = new SemaphoreSlim(size);
        for (var i = 0; i < size; i++)
            new Thread(Work) { IsBackground = true, Name = $"{name} {i}" }.Start();
    }

    /// <summary>Number of threads.</summary>
    public int Size { get; }

    /// <summary>Runs something short as soon as a thread is free.</summary>
    public Task<T> RunAsync<T>(Func<T> compute)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                result.SetResult(compute());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        });
        return result.Task;
    }

    /// <summary>
    /// Waits for its turn, then starts something that takes a thread for long, and returns while it runs. Whoever asks
    /// for one turn at a time gets as many as everybody else: a long recording does not hold up a short one.
    /// </summary>
    /// <returns>The running computation; its result must be awaited.</returns>
    public async Task<Task<T>> StartAsync<T>(Func<T> compute, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        return RunAsync(() =>
        {
            try
            {
                return compute();
            }
            finally
            {
                slots.Release();
            }
        });
    }

    /// <summary>Lets the threads end when they have done what they were given.</summary>
    public void Dispose() => work.CompleteAdding();

    private void Work()
    {
        _ = SetPriority(ThisThread, 0, niceness);
        foreach (var action in work.GetConsumingEnumerable())
            action();
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
