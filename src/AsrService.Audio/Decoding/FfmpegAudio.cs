using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AsrService.Core.Recognition;
using Microsoft.Extensions.Logging;

namespace AsrService.Audio.Decoding;

/// <summary>The samples that an ffmpeg process writes to its pipe. When nobody reads, the full pipe makes it wait.</summary>
internal sealed class FfmpegAudio(ChildProcess ffmpeg, double? announcedSeconds, TimeSpan maxDuration, ILogger log) : IDecodedAudio
{
    // Far more than a slow disk needs for 64 KiB of samples: a decoder that is silent for so long is stuck.
    private static readonly TimeSpan StallTimeout = TimeSpan.FromMinutes(2);

    private readonly byte[] bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private long samplesRead;
    private bool ended;

    public int Channels { get; private set; } = 1;

    public double? AnnouncedSeconds => announcedSeconds;

    private double SecondsRead => samplesRead / (double)Channels / IDecodedAudio.SampleRate;

    /// <summary>What the sender of a recording beyond the limit is told.</summary>
    public static AudioException TooLong(TimeSpan maxDuration) =>
        new($"The recording is longer than this server accepts ({maxDuration.TotalHours:0.##} hours).");

    /// <summary>Reads the number of channels that is being decoded; a probe may have seen another in the recording's middle.</summary>
    /// <exception cref="AudioException">There is nothing to decode.</exception>
    public async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        if (await FillAsync(AuHeader.Length, cancellationToken) < AuHeader.Length)
            await CheckEndAsync(cancellationToken);
        (Channels, var skip) = AuHeader.Read(bytes);
        await FillAsync(skip, cancellationToken);
    }

    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples.Length % Channels, 0, nameof(samples));

        var count = 0;
        while (count < samples.Length && !ended)
        {
            var wanted = Math.Min(bytes.Length / sizeof(float), samples.Length - count) * sizeof(float);
            var read = await FillAsync(wanted, cancellationToken);
            count += CopyUsable(MemoryMarshal.Cast<byte, int>(bytes.AsSpan(0, read)), samples.Span[count..]);
            ended = read < wanted;
        }

        // A program that is killed may leave part of a frame.
        count -= count % Channels;
        samplesRead += count;
        if (SecondsRead > maxDuration.TotalSeconds)
            throw TooLong(maxDuration);
        if (ended)
            await CheckEndAsync(cancellationToken);
        return count;
    }

    public async ValueTask DisposeAsync()
    {
        await ffmpeg.DisposeAsync();
        ArrayPool<byte>.Shared.Return(bytes);
    }

    // Files of floats hold what they like, and a single NaN would make a whole window of the recogniser NaN.
    private static int CopyUsable(ReadOnlySpan<int> decoded, Span<float> samples)
    {
        for (var i = 0; i < decoded.Length; i++)
        {
            var sample = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReverseEndianness(decoded[i]));
            samples[i] = float.IsFinite(sample) ? Math.Clamp(sample, -1, 1) : 0;
        }

        return decoded.Length;
    }

    private Task<int> FillAsync(int count, CancellationToken cancellationToken) => WithinTimeoutAsync(
        token => ffmpeg.Output.ReadAtLeastAsync(bytes.AsMemory(0, count), count, throwOnEndOfStream: false, token).AsTask(), cancellationToken);

    private async Task<T> WithinTimeoutAsync<T>(Func<CancellationToken, Task<T>> wait, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(StallTimeout);
        try
        {
            return await wait(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Damaged();
        }
    }

    private AudioException Damaged() => new($"The recording is damaged: it could be decoded for {SecondsRead:0.0} seconds only.");

    private async Task CheckEndAsync(CancellationToken cancellationToken)
    {
        var end = await WithinTimeoutAsync(ffmpeg.EndAsync, cancellationToken);
        if (end.Error.Length > 0)
            log.LogInformation("ffmpeg: {Error}", end.Error);

        end.ThrowIfLimitStruck();
        if (samplesRead == 0)
            throw new AudioException("There is no sound in the file: its audio stream is empty or damaged.");
        if (!end.Succeeded)
            throw Damaged();

        // Encoders pad, and containers round.
        if (AnnouncedSeconds is { } announced && announced - SecondsRead > Math.Clamp(announced / 50, 1, 5))
            throw new AudioException($"The recording is incomplete: the file announces {announced:0.0} seconds of sound but holds {SecondsRead:0.0}. Please send it again.");
    }
}
