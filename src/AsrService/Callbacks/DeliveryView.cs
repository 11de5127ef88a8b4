using AsrService.Core.Callbacks;

namespace AsrService.Callbacks;

/// <summary>A delivery in the native API's words; its id is the header <c>webhook-id</c>.</summary>
internal sealed record DeliveryView(
    Guid Id, string Url, string State, int Attempt, DateTimeOffset? NextAttemptAt, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, IReadOnlyList<DeliveryAttemptView> Attempts)
{
    public static DeliveryView Of(Delivery delivery) => new(
        delivery.Id,
        delivery.Url,
        delivery.State.ToString().ToLowerInvariant(),
        delivery.Attempt,
        delivery.NextAttemptAt,
        delivery.CreatedAt,
        delivery.FinishedAt,
        [.. delivery.Attempts.Select(a => new DeliveryAttemptView(a.At, a.Outcome.ToString().ToLowerInvariant(), a.StatusCode, a.Detail, a.DurationMs))]);
}
