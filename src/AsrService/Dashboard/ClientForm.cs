using System.Globalization;
using AsrService.Core.Clients;
using AsrService.Outgoing;
using AsrService.Security;

namespace AsrService.Dashboard;

/// <summary>Reads the form that adds a client. A field that is left empty is not limited, or as configured.</summary>
internal static class ClientForm
{
    /// <summary>The settings, or a sentence about the first that is not allowed.</summary>
    public static (ClientSettings? Settings, string? Fault) Read(IFormCollection form, OutgoingGuard guard)
    {
        try
        {
            var settings = new ClientSettings
            {
                Name = Text("name") ?? "",
                Protocols = [.. form["protocols"].OfType<string>()],
                RequestsPerSecond = Number("rate", "The rate"),
                MaxQueued = Number("max-queued", "The number of waiting jobs"),
                QuotaMinutes = Number("quota-minutes", "The quota"),
                ExpiresAt = Time("expires"),
                CallbackUrl = Text("callback-url"),
                FullEvents = form.ContainsKey("full-events"),
                Language = Text("language"),
                SampleRate = Number("sample-rate", "The sample rate"),
                Channels = Number("channels", "The number of channels"),
                ChannelsAreSpeakers = form.ContainsKey("channels-are-speakers"),
            };
            return ClientCheck.Fault(settings, guard) is { } fault ? (null, fault) : (settings, null);
        }
        catch (FormatException exception)
        {
            return (null, exception.Message);
        }

        string? Text(string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text : null;

        int? Number(string field, string what) =>
            Text(field) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new FormatException($"{what} is a whole number.");

        DateTimeOffset? Time(string field) =>
            Text(field) is not { } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw new FormatException($"{text} is no date such as 2027-01-31.");
    }
}
