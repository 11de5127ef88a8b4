using System.Diagnostics;
using System.Runtime.InteropServices;
using AsrService.Whisper;

namespace AsrService.Tests.Whisper;

/// <summary>What the tests of the binding share: one library, one model, one recording; all loaded once.</summary>
internal static class WhisperTestKit
{
    private static readonly Lazy<WhisperFactory> LazyFactory = new(LoadFactory);
    private static readonly Lazy<float[]> LazyJfk = new(() => Decode(SetupFiles.Sample));

    /// <summary>The multilingual tiny-q8_0. Shared: never dispose it.</summary>
    public static WhisperFactory Factory => LazyFactory.Value;

    /// <summary>"And so, my fellow Americans, ask not …", 11 s.</summary>
    public static float[] Jfk => LazyJfk.Value;

    public static WhisperFactory LoadFactory()
    {
        LoadLibrary();
        return WhisperFactory.FromPath(SetupFiles.Model("tiny-q8_0"));
    }

    public static void LoadLibrary() => WhisperLibrary.Load(SetupFiles.Library, LogRecorder.Record);

    /// <summary>For English, as detecting the language would double the time of each test.</summary>
    public static WhisperProcessor BuildProcessor() => Factory.CreateBuilder().WithLanguage("en").WithThreads(1).Build();

    public static string Text(WhisperResult result) => string.Concat(result.Segments.Select(segment => segment.Text));

    public static string Words(WhisperResult result) =>
        new([.. Text(result).ToLowerInvariant().Where(c => char.IsLetter(c) || c == ' ')]);

    private static float[] Decode(string path)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "-nostdin", "-v", "error", "-i", path, "-ac", "1", "-ar", "16000", "-f", "f32le", "-" })
            start.ArgumentList.Add(argument);
        using var ffmpeg = Process.Start(start)!;
        using var bytes = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(bytes);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
        return MemoryMarshal.Cast<byte, float>(bytes.ToArray()).ToArray();
    }
}
