namespace AsrService.Core.Clients;

/// <summary>What a client uses at the moment.</summary>
/// <param name="WaitingJobs">Jobs in the queue, those that wait for another attempt included.</param>
/// <param name="AudioSecondsToday">Seconds of audio: transcribed since midnight UTC, and that of jobs which have not ended.</param>
public sealed record ClientUsage(int WaitingJobs, double AudioSecondsToday);
