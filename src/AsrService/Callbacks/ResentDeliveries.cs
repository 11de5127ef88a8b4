namespace AsrService.Callbacks;

/// <summary>How many deliveries are sent again.</summary>
internal sealed record ResentDeliveries(int Count);
