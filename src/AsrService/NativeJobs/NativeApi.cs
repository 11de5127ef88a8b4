using System.Net.ServerSentEvents;
using AsrService.Core.Jobs;
using AsrService.Hosting;
using AsrService.Security;
using AsrService.Wire;

namespace AsrService.NativeJobs;

/// <summary>The server's own API: jobs of every protocol, under their internal id or the protocol's.</summary>
internal static class NativeApi
{
    public const string Path = "/api/jobs";

    public const int MaxLimit = 200;

    private const int UsualLimit = 50;

    // By its names only: Enum.TryParse would take numbers too.
    private static readonly RequestField Priority = new("priority", "The job's class", "interactive, normal or bulk", (job, value) =>
        Enum.GetNames<JobPriority>().Contains(value, StringComparer.OrdinalIgnoreCase) ? job with { Priority = Enum.Parse<JobPriority>(value, ignoreCase: true) } : null);

    public static void MapNative(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapWireGroup(Path, new(Protocols.Native, NativeJson.Refuse)).WithTags("Jobs");

        group.MapPost("/", SubmitAsync)
            .WithSummary("Accepts a recording in any format, or its URL; answers with the job at once")
            .WithMetadata(new FilePart("file", [.. TranscriptionOptionsParser.Fields, TranscriptionOptionsParser.CallbackUrl, Priority]) { TakesUrl = true, TakesBody = true, Example = new() { ["language"] = "en" } })
            .Answers(NativeExamples.Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        group.MapGet("/", ListAsync)
            .WithSummary("Lists jobs of every protocol, the newest first")
            .Answers(NativeExamples.Page)
            .Answers(NativeExamples.BadLimit);

        group.MapGet("/{id}", FindAsync)
            .WithSummary("Tells how the job stands, with its attempts; the id may also be the one that another protocol gave")
            .Answers(NativeExamples.Done)
            .Answers(NativeExamples.NotFound);

        group.MapGet("/{id}/events", EventsAsync)
            .WithSummary("Server-sent events until the job has ended: its state, its progress, the text so far")
            .Produces<NativeEvent>(StatusCodes.Status200OK, "text/event-stream")
            .WithMetadata(NativeExamples.Event)
            .Answers(NativeExamples.NotFound);

        group.MapGet("/{id}/result", ResultAsync)
            .WithSummary("The text: json, verbose_json, txt, srt, vtt or tsv, as format or Accept says")
            .Answers(NativeExamples.Text)
            .Answers(NativeExamples.BadFormat)
            .Answers(NativeExamples.NotFound)
            .Answers(NativeExamples.NotEnded);

        group.MapGet("/{id}/audio", AudioAsync)
            .WithSummary("The recording as it came, while it is kept; parts of it can be asked for")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Answers(NativeExamples.NoAudio);

        group.MapPost("/{id:guid}/cancel", CancelAsync)
            .WithSummary("Ends a job that has not ended; one that runs stops within seconds")
            .Answers(NativeExamples.Cancelled)
            .Answers(NativeExamples.NotFound)
            .Answers(NativeExamples.Ended);

        group.MapPost("/{id:guid}/retry", RetryAsync)
            .WithSummary("Queues a job again that failed, was cancelled or is quarantined")
            .Answers(NativeExamples.Retried)
            .Answers(NativeExamples.NotFound)
            .Answers(NativeExamples.NotRetried);

        group.MapDelete("/{id:guid}", DeleteAsync)
            .WithSummary("Removes job, text and recording, whatever the job's state")
            .Produces(StatusCodes.Status204NoContent)
            .Answers(NativeExamples.NotFound);

        foreach (var (path, summary, act) in new (string, string, ForAll)[]
        {
            ("/cancel", "Ends all jobs that have not ended and match", (jobs, filter, scope, cancellationToken) => jobs.CancelAsync(filter, scope, cancellationToken)),
            ("/retry", "Queues all jobs again that failed, were cancelled or are quarantined, and match", (jobs, filter, scope, cancellationToken) => jobs.RetryAsync(filter, scope, cancellationToken)),
            ("/delete", "Removes all jobs that match, with text and recording", (jobs, filter, scope, cancellationToken) => jobs.DeleteAsync(filter, scope, cancellationToken)),
        })
        {
            group.MapPost(path, ([AsParameters] NativeQuery query, Caller caller, JobService jobs, CancellationToken cancellationToken) => ForAllAsync(query, act, caller, jobs, cancellationToken))
                .WithSummary(summary)
                .Answers(NativeExamples.Count)
                .Answers(NativeJson.NoFilter());
        }
    }

    private delegate Task<int> ForAll(JobService jobs, JobFilter filter, JobScope scope, CancellationToken cancellationToken);

    private static async Task<IResult> SubmitAsync([AsParameters] Submission submission, Caller caller, JobService jobs, CancellationToken cancellationToken)
    {
        var externalId = await submission.AcceptAsync(() => Guid.CreateVersion7().ToString());
        return NativeJson.Accepted((await jobs.FindAsync(Protocols.Native, externalId, caller.Scope, cancellationToken))!);
    }

    private static async Task<IResult> FindAsync(string id, Caller caller, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, caller.Scope, cancellationToken) is { } job
            ? NativeJson.Ok(job, await jobs.AttemptsAsync(job.Id, cancellationToken))
            : NativeJson.NotFound();

    private static async Task<IResult> ListAsync([AsParameters] NativeQuery query, int? limit, string? cursor, Caller caller, JobService jobs, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit)
            throw new FaultException(NativeJson.BadLimit);
        if (!string.IsNullOrEmpty(cursor) && !Guid.TryParse(cursor, out _))
            throw new FaultException(new(FaultKind.BadRequest, "The field cursor must be what an earlier page gave as next.") { Field = "cursor" });

        // One more than is shown tells whether there is a next page.
        var shown = limit ?? UsualLimit;
        var found = await jobs.ListAsync(query.ToFilter(), caller.Scope, string.IsNullOrEmpty(cursor) ? null : Guid.Parse(cursor), shown + 1, cancellationToken);
        return NativeJson.Page([.. found.Take(shown)], found.Count > shown);
    }

    private static async Task<IResult> EventsAsync(string id, Caller caller, JobService jobs, JobFollower follower, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(id, caller.Scope, cancellationToken) is not { } job)
            return NativeJson.NotFound();

        return TypedResults.ServerSentEvents(Tell(follower.FollowAsync(job.Id, caller.Scope, cancellationToken)));
    }

    // Named after what they are about, so that a page can listen to one kind only.
    private static async IAsyncEnumerable<SseItem<NativeEvent>> Tell(IAsyncEnumerable<Job> changes)
    {
        var last = (Job?)null;
        await foreach (var job in changes)
        {
            yield return new(NativeJson.Event(job), job.State != last?.State ? "state" : "progress");
            last = job;
        }
    }

    private static async Task<IResult> ResultAsync(string id, string? format, HttpRequest request, Caller caller, JobService jobs, CancellationToken cancellationToken)
    {
        if (NativeFormat.Of(format, request) is not { } wanted)
            throw new FaultException(NativeJson.BadFormat);

        return await jobs.FindAsync(id, caller.Scope, cancellationToken) switch
        {
            null => NativeJson.NotFound(),
            { Transcript: { } transcript } job => NativeJson.Result(transcript, job.Options.Translate == true, wanted),
            var job => NativeJson.NoText(job),
        };
    }

    private static async Task<IResult> AudioAsync(string id, HttpContext context, Caller caller, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, caller.Scope, cancellationToken) is { } job && await jobs.OpenAudioAsync(job.Id, caller.Scope, cancellationToken) is { } file
            ? AudioFileResult.Of(context, file)
            : NativeJson.NoAudio();

    private static async Task<IResult> ForAllAsync(NativeQuery query, ForAll act, Caller caller, JobService jobs, CancellationToken cancellationToken)
    {
        // Nobody means all that there ever was.
        var filter = query.ToFilter();
        return filter.IsEverything
            ? NativeJson.NoFilter()
            : Results.Json(new NativeCount(await act(jobs, filter, caller.Scope, cancellationToken)));
    }

    private static async Task<IResult> CancelAsync(Guid id, Caller caller, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.CancelAsync(id, caller.Scope, cancellationToken) ? await FindAsync(id.ToString(), caller, jobs, cancellationToken)
        : await jobs.FindAsync(id, caller.Scope, cancellationToken) is null ? NativeJson.NotFound()
        : NativeJson.Ended();

    private static async Task<IResult> RetryAsync(Guid id, Caller caller, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.RetryAsync(id, caller.Scope, cancellationToken) ? await FindAsync(id.ToString(), caller, jobs, cancellationToken)
        : await jobs.FindAsync(id, caller.Scope, cancellationToken) is null ? NativeJson.NotFound()
        : NativeJson.NotRetried();

    private static async Task<IResult> DeleteAsync(Guid id, Caller caller, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.DeleteAsync(id, caller.Scope, cancellationToken) ? Results.NoContent() : NativeJson.NotFound();
}
