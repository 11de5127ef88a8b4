namespace AsrService.Callbacks;

/// <summary>The deliveries of a job, oldest first.</summary>
internal sealed record DeliveryList(IReadOnlyList<DeliveryView> Items);
