using System.Collections.Concurrent;
using System.Diagnostics;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>Real speech, in any format: 11 seconds of J. F. Kennedy, from whisper.cpp's samples.</summary>
internal static class Recordings
{
    public const string Words = "ask not what your country can do for you";

    private static readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> Made = new();

    public static byte[] Mp3 => File.ReadAllBytes(SetupFiles.Sample);

    /// <summary>The speech, encoded by FFmpeg.</summary>
    /// <param name="output">FFmpeg's output options, for example <c>-c:a libopus -f webm</c>.</param>
    public static Task<byte[]> EncodedAsync(string output) => MakeAsync($"-i {SetupFiles.Sample} {output}");

    /// <summary>The speech over and over, as WAV.</summary>
    public static Task<byte[]> LongAsync(int minutes) => MakeAsync($"-stream_loop -1 -i {SetupFiles.Sample} -t {minutes * 60} -ac 1 -ar 16000 -f wav");

    /// <summary>What FFmpeg makes of its arguments.</summary>
    public static Task<byte[]> MakeAsync(string arguments) => Made.GetOrAdd(arguments, _ => new(() => RunAsync(arguments))).Value;

    private static async Task<byte[]> RunAsync(string arguments)
    {
        // MP4 wants to seek in its output, so a file and not a pipe.
        using var directory = new TemporaryDirectory();
        var output = directory.File("recording");
        using var ffmpeg = Process.Start("ffmpeg", $"-nostdin -v error {arguments} -y {output}");
        await ffmpeg.WaitForExitAsync();
        Assert.Equal(0, ffmpeg.ExitCode);
        return await File.ReadAllBytesAsync(output);
    }
}
