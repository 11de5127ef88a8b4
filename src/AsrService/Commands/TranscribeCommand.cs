using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace AsrService.Commands;

/// <summary>Sends a file to a running server, shows how it gets on and prints the text.</summary>
internal static class TranscribeCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The recording" };
        var server = new Option<Uri>("--server")
        {
            DefaultValueFactory = _ => ServerAddress.Default,
            CustomParser = ServerAddress.Parse,
            Description = "The server's address",
        };
        var command = new Command("transcribe", "Send a recording to the server and print its text") { file.AcceptExistingOnly(), server };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetRequiredValue(file), parsed.GetRequiredValue(server), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo file, Uri server, CancellationToken cancellationToken)
    {
        // In a file or a pipe, colours are noise.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Capabilities.Ansi = false;
        using var client = new AsrTaskClient(server);
        try
        {
            var taskId = await client.SubmitAsync(file, cancellationToken);
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[grey]{file.Name} is accepted as task {taskId}[/]");
            var text = await ShowProgressAsync(client, taskId, cancellationToken);
            AnsiConsole.WriteLine();
            Console.WriteLine(text);
            AnsiConsole.WriteLine();
            Console.WriteLine($"With times and probabilities: curl {client.AddressOf(taskId)}");
            return 0;
        }
        catch (HttpRequestException exception)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return 1;
        }
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
