using AsrService.Core.Jobs;
using AsrService.Wire;

namespace AsrService.NativeJobs;

/// <summary>The native API's answers.</summary>
internal static class NativeJson
{
    public static IResult Ok(Job job, IReadOnlyList<JobAttempt> attempts) => Results.Json(From(job, attempts));

    public static IResult Accepted(Job job) => Results.Accepted($"{NativeApi.Path}/{job.Id}", From(job, []));

    public static IResult NotFound() => Problem(StatusCodes.Status404NotFound, "There is no such job.");

    public static IResult Problem(int statusCode, string detail) => Results.Problem(detail, statusCode: statusCode);

    public static IResult Refuse(Fault fault) => Problem(fault.StatusCode, fault.Message);

    private static NativeJob From(Job job, IReadOnlyList<JobAttempt> attempts) => new(
        job.Id,
        job.Protocol,
        job.Client,
        Word(job.Priority),
        Word(job.State),
        job.Progress,
        job.QueuePosition,
        job.EstimatedSeconds,
        [.. attempts.Select(a => new NativeAttempt(a.Node, a.StartedAt, a.EndedAt, Word(a.Outcome), a.Error))],
        job.CreatedAt,
        job.StartedAt,
        job.FinishedAt,
        job.AudioSeconds,
        job.Transcript?.Language,
        job.Transcript?.Text,
        job.Error);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
