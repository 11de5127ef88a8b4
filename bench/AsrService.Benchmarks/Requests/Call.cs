namespace AsrService.Benchmarks.Requests;

/// <summary>A request that is made again and again.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Create">Makes it anew.</param>
/// <param name="IsSubmission">Whether the targets of a submission hold for it.</param>
internal sealed record Call(string Name, Func<HttpRequestMessage> Create, bool IsSubmission);
