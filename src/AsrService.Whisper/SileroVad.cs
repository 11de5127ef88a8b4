using AsrService.Whisper.Ggml;
using AsrService.Whisper.Native;

namespace AsrService.Whisper;

/// <summary>
/// Silero's voice activity detector as whisper.cpp runs it. One instance follows one stream of audio; not thread-safe.
/// </summary>
public sealed unsafe class SileroVad : IDisposable
{
    /// <summary>Samples that one probability stands for: 512, 32 ms at 16 kHz.</summary>
    public const int WindowSamples = 512;

    // A minute: short enough to cancel soon, long enough that setting the graph up costs nothing.
    private const int BlockSamples = 1875 * WindowSamples;

    private readonly VadHandle _vad;
    private bool _used;
    private int _busy;

    private SileroVad(VadHandle vad) => _vad = vad;

    /// <summary>Checks a Silero model in whisper.cpp's ggml form and loads it.</summary>
    /// <param name="path">Path of the file, such as ggml-silero-v6.2.0.bin.</param>
    /// <param name="threads">Threads that compute, 1 to 512; the model is so small that more than 1 rarely pays.</param>
    /// <exception cref="ArgumentOutOfRangeException">Threads out of range.</exception>
    /// <exception cref="WhisperModelException">The file is missing, damaged or no Silero model for 16 kHz.</exception>
    /// <exception cref="WhisperException"><see cref="WhisperLibrary.Load"/> was not called, or loading failed.</exception>
    public static SileroVad FromPath(string path, int threads = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, WhisperOptions.MostThreads);
        WhisperLibrary.RequireLoaded();
        SileroModelFile.Verify(path);
        var value = VadNative.DefaultParams();
        value.NThreads = threads;
        value.UseGpu = 0;
        var vad = VadNative.InitFromFile(path, value);
        return vad.IsInvalid
            ? throw new WhisperException($"whisper.cpp could not load the VAD model {path}; its log says why.")
            : new SileroVad(vad);
    }

    /// <summary>Computes how likely each window of 32 ms is speech.</summary>
    /// <param name="samples">
    /// Float32 mono at 16 kHz, in [-1, 1], of any length. A sample that is not finite, or beyond ±32,768, counts as 0.
    /// </param>
    /// <param name="reset">
    /// True for the beginning of a stream, false for its continuation; then the result is the same as for the whole at
    /// once, provided that every part but the last is a multiple of <see cref="WindowSamples"/> long.
    /// </param>
    /// <param name="ct">Cancels, between stretches of a minute; then continue with reset only.</param>
    /// <returns>
    /// Probabilities, 0 to 1, one for each <see cref="WindowSamples"/> samples begun; silence completes the last window.
    /// </returns>
    /// <exception cref="InvalidOperationException">Another thread is using the detector.</exception>
    /// <exception cref="ObjectDisposedException">The detector was disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="WhisperException">whisper.cpp failed.</exception>
    public float[] SpeechProbabilities(ReadOnlySpan<float> samples, bool reset = true, CancellationToken ct = default)
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
            throw new InvalidOperationException("A SileroVad serves one thread at a time; load one for each.");
        try
        {
            using var lease = new HandleLease(_vad);
            // A new detector's memory is not even initialised.
            if (reset || !_used)
                VadNative.Reset(_vad);
            _used = true;
            return Compute(Samples.Sanitise(samples), ct);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Frees the detector, after a call in progress has finished.</summary>
    public void Dispose() => _vad.Dispose();

    private float[] Compute(ReadOnlySpan<float> samples, CancellationToken ct)
    {
        var probabilities = new float[(samples.Length + WindowSamples - 1) / WindowSamples];
        for (var start = 0; start < samples.Length; start += BlockSamples)
        {
            ct.ThrowIfCancellationRequested();
            var block = samples.Slice(start, Math.Min(BlockSamples, samples.Length - start));
            fixed (float* first = block)
            {
                if (VadNative.Detect(_vad, first, block.Length) == 0)
                    throw new WhisperException("whisper.cpp failed to compute the VAD; its log says why.");
            }

            var found = new ReadOnlySpan<float>(VadNative.Probabilities(_vad), VadNative.Count(_vad));
            found.CopyTo(probabilities.AsSpan(start / WindowSamples));
        }

        return probabilities;
    }
}
