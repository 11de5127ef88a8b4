using AsrService.Whisper;

namespace AsrService.Audio.Models;

/// <summary>A model in memory: one copy of the weights, which all working states share.</summary>
/// <param name="name">The name that requests know it by.</param>
/// <param name="isAligned">Whether it was loaded to tell the times of words, as far as it can.</param>
/// <param name="factory">The weights; owned.</param>
internal sealed class LoadedModel(string name, bool isAligned, WhisperFactory factory) : IDisposable
{
    public string Name => name;

    public bool IsAligned => isAligned;

    public WhisperFactory Factory => factory;

    /// <summary>Jobs that use it. Guarded by <see cref="ModelHost"/>.</summary>
    public int Users { get; set; }

    /// <summary>When the last job left it. Guarded by <see cref="ModelHost"/>.</summary>
    public DateTimeOffset LastUsed { get; set; }

    /// <summary>
    /// A state of its own for one call, to be disposed. Making one takes about a millisecond; one that is used again would
    /// keep random numbers, the last call's audio context, and stale keys behind it, and the result would depend on them.
    /// </summary>
    public WhisperProcessor CreateProcessor() => factory.CreateBuilder().Build();

    /// <summary>Frees the weights as soon as the last window that needs them is done.</summary>
    public void Dispose() => factory.Dispose();
}
