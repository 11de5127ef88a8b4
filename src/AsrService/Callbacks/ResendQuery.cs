namespace AsrService.Callbacks;

/// <summary>Which deliveries are sent again: those that match all that is given.</summary>
internal sealed record ResendQuery(string? State = null, Guid? Job = null, string? Url = null, DateTimeOffset? From = null, DateTimeOffset? To = null);
