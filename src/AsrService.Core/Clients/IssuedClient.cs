namespace AsrService.Core.Clients;

/// <summary>A client with its secrets, at the only moment when they are known in clear text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id.</param>
/// <param name="Secret">API key, deepfinch's X-DF-API-SECRET, TeleAI's AppKey.</param>
/// <param name="WebhookSecret">What its callbacks are signed with, as Standard Webhooks writes it: <c>whsec_</c> and base64.</param>
public sealed record IssuedClient(string Name, string Id, string Secret, string WebhookSecret);
