using AsrService.Core;
using AsrService.Core.Callbacks;

namespace AsrService.Callbacks;

/// <summary>A delivery in the native API's words; its id is the header <c>webhook-id</c>.</summary>
internal sealed record DeliveryView(
    Guid Id, string Url, string State, int Attempt, DateTimeOffset? NextAttemptAt, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, IReadOnlyList<DeliveryAttemptView> Attempts)
{
    public static DeliveryView Of(Delivery delivery) => new(
        delivery.Id,
        delivery.Url,
        EnumWord.Of(delivery.State),
        delivery.Attempt,
        delivery.NextAttemptAt,
        delivery.CreatedAt,
        delivery.FinishedAt,
        [.. delivery.Attempts.Select(a => new DeliveryAttemptView(a.At, EnumWord.Of(a.Outcome), a.StatusCode, a.Detail, a.DurationMs))]);
}
