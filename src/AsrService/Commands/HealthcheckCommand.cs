using System.CommandLine;
using AsrService.Health;

namespace AsrService.Commands;

/// <summary>Asks a server whether it is ready: for containers, which then need no curl.</summary>
internal static class HealthcheckCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var server = new Argument<Uri>("server") { DefaultValueFactory = _ => ServerAddress.Default, CustomParser = ServerAddress.Parse, Description = "The server's address" };
        var command = new Command("healthcheck", "Exit with 0 if the server is ready") { server };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(server), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Uri server, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(new Uri(server, HealthApi.ReadyPath), cancellationToken);
            Console.WriteLine(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{server} does not answer: {exception.Message}");
            return 1;
        }
    }
}
