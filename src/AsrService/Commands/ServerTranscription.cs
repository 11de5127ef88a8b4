using System.Globalization;
using Spectre.Console;

namespace AsrService.Commands;

/// <summary>Sends files to a running server, shows how they get on and prints their texts.</summary>
internal static class ServerTranscription
{
    /// <summary>Sends files one after the other.</summary>
    /// <param name="files">The recordings.</param>
    /// <param name="server">The server's address.</param>
    /// <param name="fields">What is asked of the recognition, as the form's fields.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether all of them have become text.</returns>
    public static async Task<bool> RunAsync(IReadOnlyList<string> files, Uri server, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        // In a file or a pipe, colours are noise.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Capabilities.Ansi = false;
        using var client = new AsrTaskClient(server);
        var isComplete = true;
        foreach (var file in files)
        {
            try
            {
                await RunAsync(client, new FileInfo(file), fields, cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                isComplete = false;
                await Console.Error.WriteLineAsync($"error: {exception.Message}");
            }
        }

        return isComplete;
    }

    private static async Task RunAsync(AsrTaskClient client, FileInfo file, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var taskId = await client.SubmitAsync(file, fields, cancellationToken);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[grey]{file.Name} is accepted as task {taskId}[/]");
        var text = await ShowProgressAsync(client, taskId, cancellationToken);
        AnsiConsole.WriteLine();
        Console.WriteLine(text);
        AnsiConsole.WriteLine();
        Console.WriteLine($"With times and probabilities: curl {client.AddressOf(taskId)}");
    }

    private static Task<string> ShowProgressAsync(AsrTaskClient client, string taskId, CancellationToken cancellationToken) =>
        AnsiConsole.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("Waiting for a worker");
                var text = await client.WaitAsync(
                    taskId,
                    (progress, queuePosition) =>
                    {
                        bar.Description = queuePosition > 0 ? $"Waiting, {queuePosition} in the queue" : "Transcribing";
                        bar.Value = Math.Max(bar.Value, progress * 100);
                    },
                    cancellationToken);
                bar.Description = "Transcribed";
                bar.Value = 100;
                return text;
            });
}
