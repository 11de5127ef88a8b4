using System.Text.Json;
using AsrService.Audio;
using AsrService.Core;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using AsrService.Hosting;
using AsrService.NativeJobs;
using Microsoft.Extensions.Options;
using Spectre.Console;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace AsrService.Commands;

/// <summary>Recognises files in this process as a worker node does, with its configuration, but without a server and a database.</summary>
internal sealed class LocalTranscription(IHost host, NativeFormat format, TranscriptionOptions options, TranscriptOutput output)
{
    private const string StandardInput = "-";

    /// <summary>Recognises files one after the other, with the model loaded once.</summary>
    /// <param name="files">The recordings; <c>-</c> is the standard input.</param>
    /// <param name="format">How their texts are written.</param>
    /// <param name="asked">What differs from the configuration.</param>
    /// <param name="directory">Where results are put; null for the standard output.</param>
    /// <param name="cancellationToken">Stops within a second.</param>
    /// <returns>Whether all of them have become text.</returns>
    /// <exception cref="StartUpException">The installation is wrong, or the model is not here.</exception>
    public static async Task<bool> RunAsync(IReadOnlyList<string> files, NativeFormat format, TranscriptionOptions asked, string? directory, CancellationToken cancellationToken)
    {
        var output = new TranscriptOutput(directory);
        var builder = CommandHost.CreateBuilder();
        var settings = builder.AddAsrOptions();
        settings.Whisper.Model = asked.Model ?? settings.Whisper.Model;

        // The configured language need not be one of a model that is asked for.
        if (asked.Language is not null)
            settings.Whisper.Language = SpokenLanguage.Auto;
        builder.Services.AddAsrRecognition(settings.ModelsDirectory, isWorker: true).AddWireJson();

        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        try
        {
            var run = new LocalTranscription(host, format, asked.Or(settings.Whisper.Defaults), output);
            var isComplete = true;
            foreach (var file in files)
                isComplete &= await run.RunAsync(file, cancellationToken);
            return isComplete;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private async Task<bool> RunAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var transcript = file == StandardInput
                ? await ReadInputAsync(path => WatchAsync("Standard input", path, cancellationToken), cancellationToken)
                : await WatchAsync(Path.GetFileName(file), File.Exists(file) ? file : throw new FileNotFoundException("There is no such file."), cancellationToken);
            await output.WriteAsync(file == StandardInput ? "stdin" : file, format, Write(transcript), cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is AudioException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"error: {file}: {exception.Message}");
            return false;
        }
    }

    private Task<Transcript> WatchAsync(string name, string path, CancellationToken cancellationToken) => !ErrorScreen.IsWatched
        ? TranscribeAsync(path, _ => { }, cancellationToken)
        : ErrorScreen.Terminal.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask(Markup.Escape(name), maxValue: 1);
                return TranscribeAsync(path, share => bar.Value = share, cancellationToken);
            });

    private async Task<Transcript> TranscribeAsync(string path, Action<double> show, CancellationToken cancellationToken)
    {
        await using var audio = await host.Services.GetRequiredService<IAudioDecoder>().OpenAsync(path, options.ChannelsAreSpeakers == true, options.RawAudio, cancellationToken);
        return await host.Services.GetRequiredService<ITranscriber>().TranscribeAsync(audio, options, ReportAsync, cancellationToken);

        Task ReportAsync(TranscriptionProgress progress)
        {
            show(progress.Share);
            return Task.CompletedTask;
        }
    }

    // FFmpeg reads files only, since it may have to look at an end before a beginning.
    private static async Task<Transcript> ReadInputAsync(Func<string, Task<Transcript>> read, CancellationToken cancellationToken)
    {
        var path = Path.GetTempFileName();
        try
        {
            await using (var copy = File.Create(path))
            await using (var input = Console.OpenStandardInput())
                await input.CopyToAsync(copy, cancellationToken);
            return await read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private string Write(Transcript transcript) => format.Textual is { } textual
        ? TranscriptWriter.Write(transcript, textual)
        : JsonSerializer.Serialize(format.JsonOf(transcript, options.Translate == true), host.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions) + "\n";
}
