namespace AsrService.Core.Clients;

/// <summary>Somebody who may send jobs: an app, a partner, a front end.</summary>
/// <param name="Id">The id that goes with its secret: deepfinch's X-DF-API-ID, TeleAI's app id.</param>
/// <param name="Settings">What it may do and what holds for its jobs.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="DisabledAt">Since when it is refused; null while it is not.</param>
public sealed record Client(string Id, ClientSettings Settings, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt);
