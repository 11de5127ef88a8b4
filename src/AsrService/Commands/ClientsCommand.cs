using System.CommandLine;
using System.Globalization;
using AsrService.Callbacks;
using AsrService.Core;
using AsrService.Core.Callbacks;
using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.Data.Clients;
using AsrService.Outgoing;
using AsrService.Security;

namespace AsrService.Commands;

/// <summary>Who may send jobs: works on the server's database, whether or not the server runs.</summary>
internal static class ClientsCommand
{
    public static Command Create() => new("clients", "Say who may send jobs")
    {
        Add(),
        List(),
        Rotate(),
        Ping(),
        Change("disable", "Refuse a client from now on", (clients, name, token) => clients.SetDisabledAsync(name, true, token), "is refused from now on. To undo it: ./asr clients enable"),
        Change("enable", "Accept a disabled client again", (clients, name, token) => clients.SetDisabledAsync(name, false, token), "is accepted again."),
        Change("remove", "Remove a client; its jobs stay until they expire", (clients, name, token) => clients.RemoveAsync(name, token), "is removed."),
    };

    private static Command Add()
    {
        var name = Name();
        var protocols = new Option<string>("--protocols") { Description = $"What it may speak, joined by commas: {string.Join(", ", Protocols.All)}; all by default" };
        var rate = new Option<int?>("--rate") { Description = "Requests a second" };
        var maxQueued = new Option<int?>("--max-queued") { Description = "Jobs that wait at once" };
        var quota = new Option<int?>("--quota-minutes") { Description = "Minutes of audio a day (UTC)" };
        var expires = new Option<string>("--expires") { Description = "From when on it is refused: 2027-01-31, or with a time; UTC unless it says otherwise" };
        var callback = new Option<string>("--callback-url") { Description = "Where the ends of its jobs are told to, unless a request says otherwise" };
        var full = new Option<bool>("--full-events") { Description = "These tell the text as well, and not only that there is one" };
        var language = new Option<string>("--language") { Description = "The language of its recordings, unless a request says otherwise" };
        var sampleRate = new Option<int?>("--sample-rate") { Description = "Hertz of its audio without a header" };
        var rawChannels = new Option<int?>("--channels") { Description = "Channels of its audio without a header" };
        var channels = new Option<bool>("--channels-are-speakers") { Description = "Each channel is a speaker of its own, unless a request says otherwise" };
        var json = Json();
        var command = new Command("add", "Add a client and print its secrets, once") { name, protocols, rate, maxQueued, quota, expires, callback, full, language, sampleRate, rawChannels, channels, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            async (services, token) =>
            {
                var settings = new ClientSettings
                {
                    Name = parsed.GetRequiredValue(name),
                    Protocols = parsed.GetValue(protocols) is { } words
                        ? words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                        : Protocols.All,
                    RequestsPerSecond = parsed.GetValue(rate),
                    MaxQueued = parsed.GetValue(maxQueued),
                    QuotaMinutes = parsed.GetValue(quota),
                    ExpiresAt = ReadTime(parsed.GetValue(expires)),
                    CallbackUrl = parsed.GetValue(callback),
                    FullEvents = parsed.GetValue(full),
                    Language = parsed.GetValue(language),
                    SampleRate = parsed.GetValue(sampleRate),
                    Channels = parsed.GetValue(rawChannels),
                    ChannelsAreSpeakers = parsed.GetValue(channels),
                };
                if (ClientCheck.Fault(settings, services.GetRequiredService<OutgoingGuard>()) is { } fault)
                    throw new StartUpException(fault);
                var issued = await services.GetRequiredService<ClientStore>().AddAsync(settings, token) ?? throw new StartUpException($"There is a client named {settings.Name} already. ./asr clients rotate gives it new secrets.");
                ClientOutput.Issued(issued, parsed.GetValue(json));
            },
            cancellationToken));
        return command;
    }

    private static Command List()
    {
        var json = Json();
        var command = new Command("list", "Print all clients and what they have used today") { json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(async (services, token) => ClientOutput.List(await services.GetRequiredService<ClientStore>().ListAsync(token), parsed.GetValue(json)), cancellationToken));
        return command;
    }

    private static Command Rotate()
    {
        var name = Name();
        var json = Json();
        var command = new Command("rotate", "Give a client new secrets; the old one ends at once, the old webhook secret signs beside the new one for a day") { name, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            async (services, token) =>
            {
                var issued = await services.GetRequiredService<ClientStore>().RotateAsync(parsed.GetRequiredValue(name), token);
                ClientOutput.Issued(issued ?? throw NoSuch(parsed.GetRequiredValue(name)), parsed.GetValue(json));
            },
            cancellationToken));
        return command;
    }

    private static Command Ping()
    {
        var name = Name();
        var command = new Command("ping", "Send a test event to a client's callback URL and tell how it went") { name };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            async (services, token) =>
            {
                var client = await services.GetRequiredService<ClientStore>().FindByNameAsync(parsed.GetRequiredValue(name), token) ?? throw NoSuch(parsed.GetRequiredValue(name));
                var url = client.Settings.CallbackUrl ?? throw new StartUpException($"{client.Settings.Name} has no callback URL: ./asr clients add … --callback-url URL");
                var webhooks = await services.GetRequiredService<ClientStore>().WebhooksAsync([client.Id], token);
                var body = services.GetRequiredService<CallbackBodies>().Ping(services.GetRequiredService<TimeProvider>().GetUtcNow(), client.Settings.Name);
                var result = await services.GetRequiredService<CallbackSender>().SendAsync(new Uri(url), Guid.CreateVersion7(), webhooks[client.Id].Secrets, body, token);
                if (result.Outcome != DeliveryOutcome.Delivered)
                    throw new StartUpException($"{url} did not take it: {(result.StatusCode is { } status ? $"it answered {status}." : result.Detail)}");
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{url} took it in {result.Duration.TotalMilliseconds:0} ms and answered {result.StatusCode}."));
            },
            cancellationToken));
        return command;
    }

    private static Command Change(string word, string description, Func<ClientStore, string, CancellationToken, Task<bool>> change, string result)
    {
        var name = Name();
        var command = new Command(word, description) { name };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            async (services, token) =>
            {
                if (!await change(services.GetRequiredService<ClientStore>(), parsed.GetRequiredValue(name), token))
                    throw NoSuch(parsed.GetRequiredValue(name));
                Console.WriteLine($"{parsed.GetRequiredValue(name)} {result}");
            },
            cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        CommandLine.GuardAsync(() => DatabaseHost.RunAsync(work, cancellationToken));

    private static Argument<string> Name() => new("name") { Description = "The client's name" };

    private static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    private static StartUpException NoSuch(string name) => new($"There is no client named {name}. ./asr clients list shows all.");

    private static DateTimeOffset? ReadTime(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new StartUpException($"{text} is no date such as 2027-01-31.");
}
