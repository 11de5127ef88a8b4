using System.Globalization;
using AsrService.Core.Jobs;
using AsrService.NativeJobs;
using AsrService.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace AsrService.Dashboard;

/// <summary>Which jobs a page or a form of the dashboard is about, as it was typed; empty where it does not matter.</summary>
/// <param name="State">One state, or several joined by commas.</param>
/// <param name="Client">A client's id.</param>
/// <param name="Protocol">A protocol's name.</param>
/// <param name="From">Accepted then or later.</param>
/// <param name="To">Accepted before.</param>
/// <param name="Q">Text that the error contains.</param>
public sealed record JobListQuery(string State, string Client, string Protocol, string From, string To, string Q)
{
    /// <summary>All states of jobs that have not ended.</summary>
    public static string Open { get; } = string.Join(',', Enum.GetValues<JobState>().Where(state => !state.IsFinal())).ToLowerInvariant();

    private IEnumerable<(string Name, string Value)> Fields =>
        [("state", State), ("client", Client), ("protocol", Protocol), ("from", From), ("to", To), ("q", Q)];

    /// <summary>What was typed into something.</summary>
    public IReadOnlyList<(string Name, string Value)> Given => [.. Fields.Where(typed => typed.Value.Length > 0)];

    /// <summary>What an address says.</summary>
    public static JobListQuery Of(IQueryCollection query) => Of(name => query[name]);

    /// <summary>What a form says.</summary>
    public static JobListQuery Of(IFormCollection form) => Of(name => form[name]);

    /// <summary>The filter, or a sentence about what is wrong.</summary>
    public (JobFilter? Filter, string? Fault) ToFilter()
    {
        try
        {
            return (new NativeQuery(State, Client, Protocol, Time(From), Time(To), Q).ToFilter(), null);
        }
        catch (FaultException exception)
        {
            return (null, exception.Fault.Message);
        }
        catch (FormatException exception)
        {
            return (null, exception.Message);
        }
    }

    /// <summary>A page about the same jobs.</summary>
    /// <param name="path">The page.</param>
    /// <param name="more">What else it is told.</param>
    public string Link(string path, params (string Name, string Value)[] more) =>
        QueryHelpers.AddQueryString(path, Given.Concat(more).ToDictionary(field => field.Name, string? (field) => field.Value));

    private static JobListQuery Of(Func<string, string?> read)
    {
        return new(Text("state"), Text("client"), Text("protocol"), Text("from"), Text("to"), Text("q"));

        string Text(string name) => read(name)?.Trim() ?? "";
    }

    private static DateTimeOffset? Time(string text) =>
        text.Length == 0 ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new FormatException($"{text} is no time such as 2027-01-31T12:00.");
}
