namespace AsrService.Data.Queue;

/// <summary>A worker node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Running">Jobs that it runs.</param>
/// <param name="HeardAt">When it was heard of last.</param>
public sealed record NodeActivity(string Name, int Running, DateTimeOffset HeardAt);
