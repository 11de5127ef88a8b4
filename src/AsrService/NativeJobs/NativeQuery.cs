using System.ComponentModel;
using AsrService.Core.Jobs;
using AsrService.Wire;

namespace AsrService.NativeJobs;

/// <summary>Which jobs a request is about: those that match all that is given.</summary>
internal sealed record NativeQuery(
    [property: Description("One state or several, joined by commas")] string? State = null,
    [property: Description("A client's id")] string? Client = null,
    [property: Description("asr-task, medvoice, deepfinch, teleai, native or openai")] string? Protocol = null,
    [property: Description("Accepted then or later")] DateTimeOffset? From = null,
    [property: Description("Accepted before")] DateTimeOffset? To = null,
    [property: Description("Text that the job's error contains")] string? Q = null)
{
    private const int MaxTextLength = 200;

    /// <summary>The same as a filter.</summary>
    /// <exception cref="FaultException">Something in it is not allowed.</exception>
    public JobFilter ToFilter() => new()
    {
        States = string.IsNullOrEmpty(State) ? null : [.. State.Split(',', StringSplitOptions.TrimEntries).Select(StateOf)],
        Client = Text(Client, "client"),
        Protocol = string.IsNullOrEmpty(Protocol) || Protocols.All.Contains(Protocol) ? Text(Protocol, "protocol") : throw Wrong("protocol", string.Join(", ", Protocols.All)),
        From = From?.ToUniversalTime(),
        To = To?.ToUniversalTime(),
        Error = Text(Q, "q"),
    };

    // By their names only: Enum.TryParse would take numbers too.
    private static JobState StateOf(string word) => Enum.GetNames<JobState>().Contains(word, StringComparer.OrdinalIgnoreCase)
        ? Enum.Parse<JobState>(word, ignoreCase: true)
        : throw Wrong("state", string.Join(", ", Enum.GetNames<JobState>()).ToLowerInvariant());

    // PostgreSQL keeps no NUL.
    private static string? Text(string? value, string name) =>
        string.IsNullOrEmpty(value) ? null
        : value.Length <= MaxTextLength && !value.Contains('\0', StringComparison.Ordinal) ? value
        : throw Wrong(name, $"text of at most {MaxTextLength} characters");

    private static FaultException Wrong(string name, string allowed) => new(new(FaultKind.BadRequest, $"The field {name} must be {allowed}.") { Field = name });
}
