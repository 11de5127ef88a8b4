using AsrService.Core.Jobs;
using AsrService.Hosting;
using AsrService.Security;
using AsrService.Wire;

namespace AsrService.NativeJobs;

/// <summary>The server's own API: jobs of every protocol, under their internal id or the protocol's.</summary>
internal static class NativeApi
{
    public const string Path = "/api/jobs";

    // By its names only: Enum.TryParse would take numbers too.
    private static readonly RequestField Priority = new("priority", "The job's class", "interactive, normal or bulk", (job, value) =>
        Enum.GetNames<JobPriority>().Contains(value, StringComparer.OrdinalIgnoreCase) ? job with { Priority = Enum.Parse<JobPriority>(value, ignoreCase: true) } : null);

    public static void MapNative(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapWireGroup(Path, new(Protocols.Native, NativeJson.Refuse)).WithTags("Jobs");

        group.MapPost("/", SubmitAsync)
            .WithSummary("Accepts a recording in any format, or its URL; answers with the job at once")
            .WithMetadata(new FilePart("file", [.. TranscriptionOptionsParser.Fields, Priority]) { TakesUrl = true })
            .Produces<NativeJob>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        group.MapGet("/{id}", FindAsync)
            .WithSummary("Tells how the job stands, with its attempts; the id may also be the one that another protocol gave")
            .Produces<NativeJob>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapPost("/{id:guid}/cancel", CancelAsync)
            .WithSummary("Ends a job that has not ended; one that runs stops within seconds")
            .Produces<NativeJob>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

        group.MapPost("/{id:guid}/retry", RetryAsync)
            .WithSummary("Queues a job again that failed, was cancelled or is quarantined")
            .Produces<NativeJob>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

        group.MapDelete("/{id:guid}", DeleteAsync)
            .WithSummary("Removes job, text and recording, whatever the job's state")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> SubmitAsync([AsParameters] Submission submission, Caller caller, JobService jobs, CancellationToken cancellationToken)
    {
        var externalId = await submission.AcceptAsync(() => Guid.CreateVersion7().ToString());
        return NativeJson.Accepted((await jobs.FindAsync(Protocols.Native, externalId, caller.Scope, cancellationToken))!);
    }

    private static async Task<IResult> FindAsync(string id, Caller caller, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, caller.Scope, cancellationToken) is { } job
            ? NativeJson.Ok(job, await jobs.AttemptsAsync(job.Id, cancellationToken))
            : NativeJson.NotFound();

    private static async Task<IResult> CancelAsync(Guid id, Caller caller, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.CancelAsync(id, caller.Scope, cancellationToken) ? await FindAsync(id.ToString(), caller, jobs, cancellationToken)
        : await jobs.FindAsync(id, caller.Scope, cancellationToken) is null ? NativeJson.NotFound()
        : NativeJson.Problem(StatusCodes.Status409Conflict, "The job has ended already.");

    private static async Task<IResult> RetryAsync(Guid id, Caller caller, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.RetryAsync(id, caller.Scope, cancellationToken) ? await FindAsync(id.ToString(), caller, jobs, cancellationToken)
        : await jobs.FindAsync(id, caller.Scope, cancellationToken) is null ? NativeJson.NotFound()
        : NativeJson.Problem(StatusCodes.Status409Conflict, "Only a job that failed, was cancelled or is quarantined can be retried, and only while its recording is kept.");

    private static async Task<IResult> DeleteAsync(Guid id, Caller caller, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.DeleteAsync(id, caller.Scope, cancellationToken) ? Results.NoContent() : NativeJson.NotFound();
}
