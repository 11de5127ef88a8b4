using AsrService.Core;
using AsrService.Core.Recognition;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AsrService.Audio.Decoding;

/// <summary>Decodes with FFmpeg as a child process, which reads only the file that it is given.</summary>
internal sealed class FfmpegDecoder(IOptions<AudioOptions> options, ILogger<FfmpegDecoder> log) : IAudioDecoder
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromMinutes(1);

    private string? allowedFormats;

    /// <summary>Whether both programs have been run.</summary>
    public bool IsReady => allowedFormats is not null;

    private ChildLimits ProbeLimits => new(options.Value.MaxMemoryBytes, ProbeTimeout);

    // Decoders work at hundreds of times the speed of speech; four times is left to odd formats on slow machines.
    private ChildLimits DecodingLimits => new(options.Value.MaxMemoryBytes, ProbeTimeout + (options.Value.MaxDuration / 4));

    /// <summary>Runs both programs once.</summary>
    /// <exception cref="StartUpException">One cannot be run.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await RunAsync(options.Value.FfprobePath, ["-version"]);
        allowedFormats = FfmpegFormats.AllowList(await RunAsync(options.Value.FfmpegPath, ["-hide_banner", "-demuxers"]));

        async Task<string> RunAsync(string program, string[] arguments)
        {
            var reason = "";
            try
            {
                var (output, end) = await ChildProcess.RunAsync(program, arguments, ProbeLimits, cancellationToken);
                if (end.Succeeded)
                    return output;
                reason = end.Error;
            }
            catch (InvalidOperationException exception)
            {
                reason = exception.Message;
            }

            throw new StartUpException($"{program} cannot be run ({reason}). Install FFmpeg (Debian: apt-get install ffmpeg util-linux), or set Asr__Audio__FfmpegPath, Asr__Audio__FfprobePath and Asr__Audio__MaxMemoryBytes.");
        }
    }

    public async Task<IDecodedAudio> OpenAsync(string path, bool separateChannels, RawAudio? raw, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length == 0)
            throw new AudioException("The file is empty.");

        // One thread, because each has a stack and buffers of its own: the memory needed does not grow with the cores.
        var formats = allowedFormats ?? throw new InvalidOperationException("The decoder was not prepared.");
        string[] limits = ["-threads", "1", "-protocol_whitelist", "file,pipe", "-format_whitelist", formats];
        string[] file = ["-i", "file:" + path];
        var probe = await ProbeAsync(path, [.. limits, .. file], raw, cancellationToken);
        if (probe.AnnouncedSeconds > options.Value.MaxDuration.TotalSeconds)
            throw FfmpegAudio.TooLong(options.Value.MaxDuration);

        var ffmpeg = ChildProcess.Start(
            options.Value.FfmpegPath,
            [
                "-nostdin", "-hide_banner", "-v", "error", "-filter_threads", "1", .. limits, .. probe.Format, .. file, "-map", $"0:{probe.StreamIndex}",
                .. ChannelMix.Options(probe.Channels, separateChannels), "-ar", $"{IDecodedAudio.SampleRate}", "-c:a", "pcm_f32be", "-f", "au", "pipe:1",
            ],
            DecodingLimits);
        var audio = new FfmpegAudio(ffmpeg, probe.AnnouncedSeconds, options.Value.MaxDuration, log);
        try
        {
            await audio.ReadHeaderAsync(cancellationToken);
            return audio;
        }
        catch
        {
            await audio.DisposeAsync();
            throw;
        }
    }

    private async Task<AudioProbe> ProbeAsync(string path, string[] input, RawAudio? raw, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ProbeTimeout);
        try
        {
            var (json, end) = await ChildProcess.RunAsync(
                options.Value.FfprobePath, ["-v", "warning", .. input, "-show_entries", AudioProbe.Entries, "-of", "json"], ProbeLimits, timeout.Token);
            log.LogDebug("ffprobe: {Output} {Messages}", json, end.Error);
            if (raw is not null && !AudioProbe.IsCertain(json, end))
                return RawPcm.Probe(path, raw);

            var probe = AudioProbe.Parse(json, end);
            return probe with { AnnouncedSeconds = probe.AnnouncedSeconds ?? WaveHeader.AnnouncedSeconds(path) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AudioException("The file is so unusual that this server could not make out its format in time.");
        }
    }
}
