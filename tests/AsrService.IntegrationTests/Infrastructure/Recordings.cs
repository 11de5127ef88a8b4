using System.Collections.Concurrent;
using System.Diagnostics;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>Real speech for truth: 11 seconds of J. F. Kennedy, from whisper.cpp's samples. Synthetic speech for quantity.</summary>
internal static class Recordings
{
    public const string Words = "ask not what your country can do for you";

    private static readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> Made = new();

    public static byte[] Mp3 => File.ReadAllBytes(SetupFiles.Sample);

    /// <summary>Kennedy's words, encoded by FFmpeg.</summary>
    /// <param name="output">FFmpeg's output options, for example <c>-c:a libopus -f webm</c>.</param>
    public static Task<byte[]> EncodedAsync(string output) => MakeAsync($"-i {SetupFiles.Sample} {output}");

    /// <summary>The benchmarks' sentences read aloud, as WAV. (Kennedy over and over would look like a decoder that is stuck.)</summary>
    public static Task<byte[]> LongAsync(int minutes) => Once($"speech {minutes}", async directory =>
    {
        var text = Path.Combine(SetupFiles.Root, "bench", "AsrService.Benchmarks", "Recognition", "sentences.txt");
        await RunAsync("espeak-ng", $"-f {text} -w {directory.File("speech")}");
        await RunAsync("ffmpeg", $"-nostdin -v error -stream_loop -1 -i {directory.File("speech")} -t {minutes * 60} -ar 16000 -f wav {directory.File("recording")}");
    });

    /// <summary>What FFmpeg makes of its arguments.</summary>
    public static Task<byte[]> MakeAsync(string arguments) => Once(
        arguments, directory => RunAsync("ffmpeg", $"-nostdin -v error {arguments} -y {directory.File("recording")}"));

    // MP4 wants to seek in its output, so files and no pipes.
    private static Task<byte[]> Once(string key, Func<TemporaryDirectory, Task> make) => Made.GetOrAdd(key, _ => new(async () =>
    {
        using var directory = new TemporaryDirectory();
        await make(directory);
        return await File.ReadAllBytesAsync(directory.File("recording"));
    })).Value;

    private static async Task RunAsync(string program, string arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {arguments} failed");
    }
}
