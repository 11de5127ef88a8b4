namespace AsrService.Callbacks;

/// <summary>An attempt in the native API's words. <c>Detail</c> is the first KiB of the answer, or what went wrong.</summary>
internal sealed record DeliveryAttemptView(DateTimeOffset At, string Outcome, int? StatusCode, string Detail, int DurationMs);
