namespace AsrService.Core.Jobs;

/// <summary>Where a job that runs comes from, for those who watch the server.</summary>
/// <param name="Protocol">See <see cref="Job.Protocol"/>.</param>
/// <param name="Client">See <see cref="Job.Client"/>.</param>
/// <param name="Priority">See <see cref="Job.Priority"/>.</param>
/// <param name="TraceContext">See <see cref="Job.TraceContext"/>.</param>
/// <param name="Age">The time since it was accepted.</param>
public sealed record JobOrigin(string Protocol, string? Client, JobPriority Priority, string? TraceContext, TimeSpan Age);
