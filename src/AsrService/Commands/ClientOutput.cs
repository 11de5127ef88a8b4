using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.Hosting;
using Spectre.Console;

namespace AsrService.Commands;

/// <summary>How clients are printed: for people, or as JSON for programs.</summary>
internal static class ClientOutput
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints secrets, the only time that they are known.</summary>
    public static void Issued(IssuedClient client, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(client, Format));
            return;
        }

        Console.WriteLine(
            $"""
            {client.Name}: keep these, they are not shown again.

              id              {client.Id}
              secret          {client.Secret}
              webhook secret  {client.WebhookSecret}

            The secret is the API key, and with the id what deepfinch and TeleAI clients send:
              curl -H 'Authorization: Bearer SECRET' -F file=@recording.m4a {HostingExtensions.DefaultAddress}/api/v1/asr/task
            """);
    }

    /// <summary>Prints all clients, without secrets.</summary>
    public static void List(IReadOnlyList<(Client Client, ClientUsage Usage)> clients, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                clients.Select(entry => new { entry.Client.Id, entry.Client.CreatedAt, entry.Client.DisabledAt, entry.Client.Settings, entry.Usage }), Format));
            return;
        }

        if (clients.Count == 0)
        {
            Console.WriteLine("There are no clients. To add one: ./asr clients add NAME");
            return;
        }

        // In a file or a pipe, lines are not cut to the width of a terminal that is not there.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 200;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Name", "Id", "Protocols", "Requests/s", "Waiting", "Minutes today", "State");
        foreach (var (client, usage) in clients)
        {
            table.AddRow(
                Markup.Escape(client.Settings.Name),
                client.Id,
                client.Settings.Protocols.Count == Protocols.All.Count ? "all" : string.Join(", ", client.Settings.Protocols),
                Limit(client.Settings.RequestsPerSecond),
                $"{usage.WaitingJobs} of {Limit(client.Settings.MaxQueued)}",
                string.Create(CultureInfo.InvariantCulture, $"{usage.AudioSecondsToday / 60:0.0} of {Limit(client.Settings.QuotaMinutes)}"),
                client.DisabledAt is not null ? "disabled" : client.Settings.ExpiresAt is { } end ? $"until {end:yyyy-MM-dd}" : "active");
        }

        AnsiConsole.Write(table);
    }

    private static string Limit(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "any";
}
