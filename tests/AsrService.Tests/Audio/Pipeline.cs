using System.Collections.Concurrent;
using System.Diagnostics;
using AsrService.Audio;
using AsrService.Audio.Text;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AsrService.Tests.Audio;

/// <summary>The recognition of a worker node: real FFmpeg, Silero and Whisper (tiny-q8_0), without HTTP and database.</summary>
internal sealed class Pipeline : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Made = new();

    private readonly ServiceProvider services;

    private Pipeline(ServiceProvider services) => this.services = services;

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public static async Task<Pipeline> StartAsync(Action<RecognitionOptions>? configure = null)
    {
        var recognition = new RecognitionOptions { Library = SetupFiles.Library, ThreadsPerJob = 1 };
        configure?.Invoke(recognition);
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddSingleton(Options.Create(recognition))
            .AddSingleton(Options.Create(new AudioOptions()))
            .AddSingleton(Options.Create(new TextOptions()))
            .AddAsrRecognition(modelsDirectory: null, isWorker: true)
            .BuildServiceProvider();
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(TestContext.Current.CancellationToken);
        return new Pipeline(services);
    }

    /// <summary>Jfk's 11 s, silence, tones, one after the other: <c>silence 5</c>, <c>jfk</c>, <c>sine=f=440 3</c>.</summary>
    public static string Recording(params string[] parts) => Made.GetOrAdd(string.Join('|', parts), _ => new(() => Make(parts))).Value;

    public async Task<Transcript> TranscribeAsync(
        string path, TranscriptionOptions? options = null, Func<double, Task>? onProgress = null, CancellationToken? cancellationToken = null)
    {
        var asked = (options ?? new()).Or(Get<TranscriptionOptions>());
        var token = cancellationToken ?? TestContext.Current.CancellationToken;
        await using var audio = await Get<IAudioDecoder>().OpenAsync(path, asked.ChannelsAreSpeakers == true, asked.RawAudio, token);
        return await Get<ITranscriber>().TranscribeAsync(audio, asked, onProgress ?? (_ => Task.CompletedTask), token);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>Two recordings, one on each channel.</summary>
    public static string Stereo(string left, string right) => Made.GetOrAdd($"{left}|{right}", _ => new(() =>
        Ffmpeg("-i", left, "-i", right, "-filter_complex", "[0][1]join=inputs=2:channel_layout=stereo"))).Value;

    private static string Make(string[] parts)
    {
        List<string> arguments = [];
        foreach (var part in parts.Select(part => part.Split(' ')))
        {
            arguments.AddRange(part[0] switch
            {
                "jfk" => ["-i", SetupFiles.Sample],
                "silence" => ["-f", "lavfi", "-t", part[1], "-i", "anullsrc=r=16000:cl=mono"],
                var source => ["-f", "lavfi", "-t", part[1], "-i", source],
            });
        }

        var inputs = string.Concat(parts.Select((_, i) => $"[{i}]aresample=16000,aformat=channel_layouts=mono[a{i}];"));
        var joined = string.Concat(parts.Select((_, i) => $"[a{i}]"));
        return Ffmpeg([.. arguments, "-filter_complex", $"{inputs}{joined}concat=n={parts.Length}:v=0:a=1", "-ar", "16000", "-ac", "1"]);
    }

    private static string Ffmpeg(params string[] arguments)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("asr-test-").FullName, "recording.wav");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        using var ffmpeg = Process.Start("ffmpeg", ["-nostdin", "-v", "error", .. arguments, path]);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
        return path;
    }
}
