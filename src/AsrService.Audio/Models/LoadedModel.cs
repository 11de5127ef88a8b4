using System.Collections.Concurrent;
using AsrService.Whisper;

namespace AsrService.Audio.Models;

/// <summary>A model in memory: one copy of the weights, and the working states that are not in use at the moment.</summary>
/// <param name="name">The name that requests know it by.</param>
/// <param name="isAligned">Whether it was loaded to tell the times of words, as far as it can.</param>
/// <param name="factory">The weights; owned.</param>
internal sealed class LoadedModel(string name, bool isAligned, WhisperFactory factory) : IDisposable
{
    private readonly ConcurrentBag<WhisperProcessor> idle = [];
    private volatile bool disposed;

    public string Name => name;

    public bool IsAligned => isAligned;

    public WhisperFactory Factory => factory;

    /// <summary>Jobs that use it. Guarded by <see cref="ModelHost"/>.</summary>
    public int Users { get; set; }

    /// <summary>When the last job left it. Guarded by <see cref="ModelHost"/>.</summary>
    public DateTimeOffset LastUsed { get; set; }

    /// <summary>A state for one thread; give it back when done.</summary>
    public WhisperProcessor Take() => idle.TryTake(out var processor) ? processor : factory.CreateBuilder().Build();

    /// <summary>Gives a state back.</summary>
    /// <param name="processor">The state.</param>
    /// <param name="isReusable">
    /// Whether the next window gets from it what it would get from a new one. Sampling draws random numbers that go on
    /// from window to window, and a result must not depend on what the state recognised before.
    /// </param>
    public void Return(WhisperProcessor processor, bool isReusable)
    {
        if (isReusable)
            idle.Add(processor);
        else
            processor.Dispose();
        if (disposed)
            ReleaseIdle();
    }

    /// <summary>Frees the states that nobody uses (with tiny some 60 MB each).</summary>
    public void ReleaseIdle()
    {
        while (idle.TryTake(out var processor))
            processor.Dispose();
    }

    /// <summary>Frees the weights as soon as the last window that needs them is done.</summary>
    public void Dispose()
    {
        disposed = true;
        factory.Dispose();
        ReleaseIdle();
    }
}
