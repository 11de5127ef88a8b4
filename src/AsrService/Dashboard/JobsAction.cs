using System.Globalization;

namespace AsrService.Dashboard;

/// <summary>What is done to all jobs that match.</summary>
/// <param name="Word">Its name in paths.</param>
/// <param name="Title">What its button says.</param>
/// <param name="Meaning">What it does, as a sentence.</param>
/// <param name="Participle">What was done.</param>
public sealed record JobsAction(string Word, string Title, string Meaning, string Participle)
{
    /// <summary>Ends them.</summary>
    public static JobsAction Cancel { get; } = new("cancel", "Cancel all", "Those that have not ended are cancelled; the others stay as they are.", "cancelled");

    /// <summary>Queues them again.</summary>
    public static JobsAction Retry { get; } = new(
        "retry", "Retry all", "Those that failed, were cancelled or are quarantined are queued again while their recording is kept; the others stay as they are.", "queued again");

    /// <summary>Removes them.</summary>
    public static JobsAction Delete { get; } = new("delete", "Delete all", "They are removed for good, whatever their state, with their texts and recordings.", "deleted");

    /// <summary>All there are.</summary>
    public static IReadOnlyList<JobsAction> All { get; } = [Cancel, Retry, Delete];

    /// <summary>The one of that name, or null.</summary>
    public static JobsAction? Of(string? word) => All.FirstOrDefault(action => action.Word == word);

    /// <summary>What was done to how many.</summary>
    public string Past(int count) =>
        count == 1 ? $"1 job was {Participle}." : string.Create(CultureInfo.InvariantCulture, $"{count} jobs were {Participle}.");
}
