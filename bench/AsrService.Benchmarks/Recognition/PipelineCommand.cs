using System.CommandLine;
using AsrService.Audio;
using AsrService.Core;
using AsrService.Core.Recognition;
using AsrService.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AsrService.Benchmarks.Recognition;

/// <summary>
/// The server's recognition without web server, queue and database, in a process of its own so that it can be measured.
/// Takes the server's configuration, and prints a line of text for each recording.
/// </summary>
internal static class PipelineCommand
{
    /// <summary>The command's word.</summary>
    public const string Name = "pipeline";

    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("files");
        var command = new Command(Name) { files };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(files), cancellationToken));
        return command;
    }

    private static async Task RunAsync(FileInfo[] files, CancellationToken cancellationToken)
    {
        try
        {
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
            var settings = builder.AddAsrOptions();
            builder.AddAsrLogging(settings);
            builder.Services.AddAsrRecognition(settings.ModelsDirectory, isWorker: true);
            using var host = builder.Build();
            await host.StartAsync(cancellationToken);

            var texts = new string[files.Length];
            var atOnce = settings.Workers.EffectiveConcurrency(settings.Whisper.EffectiveWindows);
            await Parallel.ForAsync(
                0,
                files.Length,
                new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
                async (i, token) => texts[i] = await TranscribeAsync(host.Services, files[i].FullName, token));
            await host.StopAsync(cancellationToken);
            foreach (var text in texts)
                Console.WriteLine(text);
        }
        catch (Exception exception) when (exception is StartUpException or AudioException)
        {
            throw new BenchmarkException(exception.Message);
        }
    }

    private static async Task<string> TranscribeAsync(IServiceProvider services, string file, CancellationToken cancellationToken)
    {
        await using var audio = await services.GetRequiredService<IAudioDecoder>().OpenAsync(file, separateChannels: false, raw: null, cancellationToken);
        var options = services.GetRequiredService<TranscriptionOptions>();
        var transcript = await services.GetRequiredService<ITranscriber>().TranscribeAsync(audio, options, _ => Task.CompletedTask, cancellationToken);
        return transcript.Text.ReplaceLineEndings(" ");
    }
}
