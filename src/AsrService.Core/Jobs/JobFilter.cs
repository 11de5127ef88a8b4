namespace AsrService.Core.Jobs;

/// <summary>Which jobs are meant; what is null does not matter.</summary>
public sealed record JobFilter
{
    /// <summary>Those in one of these states.</summary>
    public IReadOnlyList<JobState>? States { get; init; }

    /// <summary>Those of this client.</summary>
    public string? Client { get; init; }

    /// <summary>Those of this protocol.</summary>
    public string? Protocol { get; init; }

    /// <summary>Those accepted then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Those accepted before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Those whose error contains this text, in capitals or not.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it leaves nothing out.</summary>
    public bool IsEverything => this == new JobFilter();

    /// <summary>The same, but of these states only; null when that leaves nothing.</summary>
    public JobFilter? Within(Func<JobState, bool> isMeant)
    {
        JobState[] left = [.. (States ?? Enum.GetValues<JobState>()).Where(isMeant)];
        return left.Length == 0 ? null : this with { States = left };
    }
}
