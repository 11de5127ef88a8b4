namespace AsrService.Audio.Decoding;

/// <summary>The demuxers that an upload's content may choose: all that this FFmpeg has, less those that open other files.</summary>
/// <remarks>
/// Content decides the format, so who sends a playlist or a script would choose a demuxer that reads whatever local file
/// it names. FFmpeg takes an allow-list only, hence a subtraction from its own listing.
/// </remarks>
internal static class FfmpegFormats
{
    private static readonly HashSet<string> Refused =
    [
        "applehttp", "avisynth", "concat", "concatf", "dash", "hls", "image2", "image2pipe", "imf", "lavfi", "rtp", "rtsp",
        "sap", "sdp", "vapoursynth", "vobsub", "webm_dash_manifest",
    ];

    /// <summary>The value of <c>-format_whitelist</c>, from the output of <c>ffmpeg -demuxers</c>.</summary>
    public static string AllowList(string listing)
    {
        // A line reads " D   mov,mp4   QuickTime / MOV"; newer versions mark devices, which are no files, with a "d" apart.
        var names = listing.Split('\n')
            .SkipWhile(line => line.Trim() != "--")
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns.Length >= 2 && columns[0].StartsWith('D') && columns[1] != "d")
            .SelectMany(columns => columns[1].Split(','))
            .Where(name => !Refused.Contains(name));
        return string.Join(',', names);
    }
}
