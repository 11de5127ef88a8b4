using System.Buffers;
using System.Runtime.InteropServices;
using AsrService.Core.Recognition;
using Microsoft.Extensions.Logging;

namespace AsrService.Audio.Decoding;

/// <summary>The samples that an ffmpeg process writes to its pipe. When nobody reads, the full pipe makes it wait.</summary>
internal sealed class FfmpegAudio(ChildProcess ffmpeg, AudioProbe probe, TimeSpan maxDuration, ILogger log) : IDecodedAudio
{
    private const double SampleRate = 16000;

    // Far more than a slow disk needs for 64 KiB of samples: a decoder that is silent for so long is stuck.
    private static readonly TimeSpan StallTimeout = TimeSpan.FromMinutes(2);

    private readonly byte[] bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private long samplesRead;
    private bool ended;

    public int Channels => 1;

    public double? AnnouncedSeconds => probe.AnnouncedSeconds;

    private double SecondsRead => samplesRead / SampleRate;

    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        var count = 0;
        while (count < samples.Length && !ended)
        {
            var wanted = Math.Min(bytes.Length / sizeof(float), samples.Length - count) * sizeof(float);
            var read = await ReadAsync(bytes.AsMemory(0, wanted), cancellationToken);
            var floats = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, read));
            floats.CopyTo(samples.Span[count..]);
            count += floats.Length;
            samplesRead += floats.Length;
            ended = read < wanted;
        }

        if (SecondsRead > maxDuration.TotalSeconds)
            throw new AudioException($"The recording is longer than this server accepts ({maxDuration.TotalHours:0.##} hours).");
        if (ended)
            await CheckEndAsync(cancellationToken);
        return count;
    }

    public async ValueTask DisposeAsync()
    {
        await ffmpeg.DisposeAsync();
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StallTimeout);
        try
        {
            return await ffmpeg.Output.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Damaged();
        }
    }

    private AudioException Damaged() => new($"The recording is damaged: it could be decoded for {SecondsRead:0.0} seconds only.");

    private async Task CheckEndAsync(CancellationToken cancellationToken)
    {
        var (succeeded, error) = await ffmpeg.EndAsync(cancellationToken);
        if (error.Length > 0)
            log.LogInformation("ffmpeg: {Error}", error);

        if (samplesRead == 0)
            throw new AudioException("There is no sound in the file: its audio stream is empty or damaged.");
        if (!succeeded)
            throw Damaged();

        // Encoders pad, and containers round.
        if (AnnouncedSeconds is { } announced && announced - SecondsRead > Math.Clamp(announced / 50, 1, 5))
            throw new AudioException($"The recording is incomplete: the file announces {announced:0.0} seconds of sound but holds {SecondsRead:0.0}. Please send it again.");
    }
}
