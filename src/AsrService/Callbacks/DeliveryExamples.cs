using AsrService.Core.Callbacks;
using AsrService.Wire;

namespace AsrService.Callbacks;

/// <summary>What is answered about deliveries, for the description of the interface.</summary>
internal static class DeliveryExamples
{
    private static readonly DateTimeOffset At = ExampleJob.CreatedAt.AddSeconds(3);

    public static IResult List { get; } = Results.Json(new DeliveryList([DeliveryView.Of(new()
    {
        Id = new("019c14f0-77b8-7c02-8a41-d2f60b9c3e55"),
        JobId = ExampleJob.Id,
        Url = "https://example.com/callback",
        State = DeliveryState.Delivered,
        Attempt = 1,
        CreatedAt = At,
        FinishedAt = At,
        Attempts = [new(At, DeliveryOutcome.Delivered, StatusCodes.Status200OK, "thanks", 38)],
    })]));

    public static IResult Resent { get; } = Results.Json(new ResentDeliveries(1));
}
