using System.Globalization;
using System.Text;
using System.Text.Json;
using AsrService.Core.Callbacks;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>A request that a <see cref="Receiver"/> was sent.</summary>
internal sealed record ReceivedCallback(string Id, string Timestamp, string Signature, string? ContentType, string Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>The signature that it must have.</summary>
    public string SignedBy(params string[] secrets) => WebhookSignature.Of(secrets, Id, long.Parse(Timestamp, CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(Body));
}
