using AsrService.Core;
using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.Wire;

namespace AsrService.NativeJobs;

/// <summary>The native API's answers.</summary>
internal static class NativeJson
{
    public static Fault BadLimit { get; } = new(FaultKind.BadRequest, $"The field limit must be a whole number from 1 to {NativeApi.MaxLimit}.") { Field = "limit" };

    public static Fault BadFormat { get; } = new(FaultKind.BadRequest, $"The field format must be {NativeFormat.Words}.") { Field = "format" };

    public static IResult Ok(Job job, IReadOnlyList<JobAttempt> attempts) => Results.Json(From(job, attempts));

    public static IResult Accepted(Job job) => Results.Accepted($"{NativeApi.Path}/{job.Id}", From(job, []));

    public static IResult NotFound() => Problem(StatusCodes.Status404NotFound, "There is no such job.");

    public static IResult NoAudio() => Problem(StatusCodes.Status404NotFound, "There is no such job, or its recording is not kept any more.");

    public static IResult NoText(Job job) => Problem(StatusCodes.Status409Conflict, job.State.IsFinal() ? $"There is no text: {job.Error}" : "The job has not ended yet.");

    public static IResult NoFilter() => Problem(StatusCodes.Status400BadRequest, "Say which jobs: by state, client, protocol, from, to or q.");

    public static IResult Ended() => Problem(StatusCodes.Status409Conflict, "The job has ended already.");

    public static IResult NotRetried() =>
        Problem(StatusCodes.Status409Conflict, "Only a job that failed, was cancelled or is quarantined can be retried, and only while its recording is kept.");

    public static IResult Problem(int statusCode, string detail) => Results.Problem(detail, statusCode: statusCode);

    public static IResult Refuse(Fault fault) => Problem(fault.StatusCode, fault.Message);

    public static IResult Page(IReadOnlyList<Job> jobs, bool hasMore) =>
        Results.Json(new NativePage([.. jobs.Select(job => From(job, null) with { QueuePosition = null })], hasMore ? jobs[^1].Id.ToString() : null));

    public static IResult Result(Transcript transcript, bool isTranslated, NativeFormat format) =>
        format.Textual is { } textual ? Results.Text(TranscriptWriter.Write(transcript, textual), TranscriptWriter.MediaType(textual))
        : Results.Json(format.JsonOf(transcript, isTranslated));

    public static NativeEvent Event(Job job) => new(EnumWord.Of(job.State), job.Progress, job.QueuePosition, job.EstimatedSeconds, job.Transcript?.Text ?? job.PartialText, job.Error);

    private static NativeJob From(Job job, IReadOnlyList<JobAttempt>? attempts) => new(
        job.Id,
        job.Protocol,
        job.ExternalId,
        job.Client,
        EnumWord.Of(job.Priority),
        EnumWord.Of(job.State),
        job.Progress,
        job.QueuePosition,
        job.EstimatedSeconds,
        attempts?.Select(a => new NativeAttempt(a.Node, a.StartedAt, a.EndedAt, EnumWord.Of(a.Outcome), a.Error)).ToList(),
        job.CreatedAt,
        job.StartedAt,
        job.FinishedAt,
        job.AudioSeconds,
        job.Language,
        job.Transcript?.Text,
        job.Error,
        NativeLinks.Of(job.Id));
}
