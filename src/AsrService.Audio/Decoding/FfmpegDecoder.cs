using System.Globalization;
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

    /// <summary>Runs both programs once.</summary>
    /// <exception cref="StartUpException">One cannot be run.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await RunAsync(options.Value.FfprobePath, ["-version"]);
        allowedFormats = FfmpegFormats.AllowList(await RunAsync(options.Value.FfmpegPath, ["-hide_banner", "-demuxers"]));

        async Task<string> RunAsync(string program, string[] arguments)
        {
            try
            {
                var (succeeded, output, _) = await ChildProcess.RunAsync(program, arguments, cancellationToken);
                if (succeeded)
                    return output;
            }
            catch (InvalidOperationException exception)
            {
                log.LogDebug(exception, "{Program} cannot be run", program);
            }

            throw new StartUpException($"{program} cannot be run. Install FFmpeg (Debian: apt-get install ffmpeg), or set Asr__Audio__FfmpegPath and Asr__Audio__FfprobePath.");
        }
    }

    public async Task<IDecodedAudio> OpenAsync(string path, bool separateChannels, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length == 0)
            throw new AudioException("The file is empty.");

        var formats = allowedFormats ?? throw new InvalidOperationException("The decoder was not prepared.");
        string[] input = ["-protocol_whitelist", "file,pipe", "-format_whitelist", formats, "-i", "file:" + path];
        var probe = await ProbeAsync(path, input, cancellationToken);

        // One second more than is allowed, so that the reader notices.
        var limit = (options.Value.MaxDuration.TotalSeconds + 1).ToString(CultureInfo.InvariantCulture);
        var ffmpeg = ChildProcess.Start(
            options.Value.FfmpegPath,
            ["-nostdin", "-hide_banner", "-v", "error", .. input, "-map", "0:a:0", "-t", limit, "-ac", "1", "-ar", "16000", "-f", "f32le", "pipe:1"]);
        return new FfmpegAudio(ffmpeg, probe, options.Value.MaxDuration, log);
    }

    private async Task<AudioProbe> ProbeAsync(string path, string[] input, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ProbeTimeout);
        try
        {
            var (succeeded, json, messages) = await ChildProcess.RunAsync(
                options.Value.FfprobePath,
                ["-v", "warning", .. input, "-show_entries", "stream=codec_type,codec_name,channels,duration", "-of", "json"],
                timeout.Token);
            log.LogDebug("ffprobe: {Output} {Messages}", json, messages);
            var probe = AudioProbe.Parse(succeeded, json, messages);
            return probe with { AnnouncedSeconds = probe.AnnouncedSeconds ?? WaveHeader.AnnouncedSeconds(path) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AudioException("The file is so unusual that this server could not make out its format in time.");
        }
    }
}
