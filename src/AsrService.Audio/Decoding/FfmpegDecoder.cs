using System.Globalization;
using AsrService.Core.Recognition;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AsrService.Audio.Decoding;

/// <summary>Decodes with FFmpeg as a child process, which reads only the file that it is given.</summary>
internal sealed class FfmpegDecoder : IAudioDecoder
{
    private readonly AudioOptions options;
    private readonly ILogger<FfmpegDecoder> log;
    private readonly Lazy<Task<string>> allowedFormats;

    public FfmpegDecoder(IOptions<AudioOptions> options, ILogger<FfmpegDecoder> log)
    {
        this.options = options.Value;
        this.log = log;
        allowedFormats = new(async () =>
            FfmpegFormats.AllowList((await ChildProcess.RunAsync(this.options.FfmpegPath, ["-hide_banner", "-demuxers"], CancellationToken.None)).Output));
    }

    /// <summary>Whether both programs can be run.</summary>
    public async Task<bool> IsUsableAsync()
    {
        try
        {
            return (await allowedFormats.Value).Length > 0
                && (await ChildProcess.RunAsync(options.FfprobePath, ["-version"], CancellationToken.None)).Succeeded;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public async Task<IDecodedAudio> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length == 0)
            throw new AudioException("The file is empty.");

        string[] input = ["-protocol_whitelist", "file,pipe", "-format_whitelist", await allowedFormats.Value, "-i", "file:" + path];
        var (succeeded, json, messages) = await ChildProcess.RunAsync(
            options.FfprobePath,
            ["-v", "warning", .. input, "-show_entries", "stream=codec_type,codec_name,channels,duration", "-of", "json"],
            cancellationToken);
        log.LogDebug("ffprobe: {Output} {Messages}", json, messages);
        var probe = AudioProbe.Parse(succeeded, json, messages);
        probe = probe with { AnnouncedSeconds = probe.AnnouncedSeconds ?? WaveHeader.AnnouncedSeconds(path) };

        // One second more than is allowed, so that the reader notices.
        var limit = (options.MaxDuration.TotalSeconds + 1).ToString(CultureInfo.InvariantCulture);
        var ffmpeg = ChildProcess.Start(
            options.FfmpegPath,
            ["-nostdin", "-hide_banner", "-v", "error", .. input, "-map", "0:a:0", "-t", limit, "-ac", "1", "-ar", "16000", "-f", "f32le", "pipe:1"]);
        return new FfmpegAudio(ffmpeg, probe, options.MaxDuration, log);
    }
}
