using AsrService.Core.Jobs;
using AsrService.Hosting;

namespace AsrService.NativeJobs;

/// <summary>The server's own API: jobs of every protocol, under their internal id.</summary>
internal static class NativeApi
{
    public const string Protocol = "native";
    public const string Path = "/api/jobs";

    private const int MaxKeyLength = 255;

    private static readonly RequestField Priority = new(
        "priority", "The job's class", "interactive, normal or bulk", (options, value) => Enum.TryParse<JobPriority>(value, true, out _) ? options : null);

    public static void MapNative(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(Path).WithTags("Jobs").AddEndpointFilter<NativeErrors>();

        group.MapPost("/", SubmitAsync)
            .WithSummary("Accepts a recording in any format; answers with the job at once")
            .WithMetadata(new FilePart("file", [.. TranscriptionOptionsParser.Fields, Priority]))
            .Produces<NativeJob>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        group.MapGet("/{id:guid}", FindAsync)
            .WithSummary("Tells how the job stands, with its attempts")
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

    private static async Task<IResult> SubmitAsync(
        HttpRequest request, JobService jobs, IAudioStore audio, AsrOptions options, CancellationToken cancellationToken)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length > MaxKeyLength)
            return NativeJson.Problem(StatusCodes.Status400BadRequest, $"The Idempotency-Key is longer than {MaxKeyLength} characters.");

        await jobs.EnsureRoomAsync(cancellationToken);
        string[] fields = [.. TranscriptionOptionsParser.Fields.Select(field => field.Name), Priority.Name];
        var form = await MultipartUpload.SaveAsync(request, "file", fields, audio, options.Uploads.MaxBytes, cancellationToken);
        if (form.Audio is not { } stored)
            return NativeJson.Problem(StatusCodes.Status400BadRequest, "There is no file part named file.");

        var valueOf = form.ValueOf(request.Query);
        var priority = JobPriority.Normal;
        var fault = TranscriptionOptionsParser.Parse(valueOf, out var asked);
        if (valueOf(Priority.Name) is { Length: > 0 } word && !Enum.GetNames<JobPriority>().Contains(word, StringComparer.OrdinalIgnoreCase))
            fault ??= $"The field {Priority.Name} must be {Priority.Allowed}.";
        else if (valueOf(Priority.Name) is { Length: > 0 } known)
            priority = Enum.Parse<JobPriority>(known, ignoreCase: true);
        if (fault is not null)
        {
            await audio.DeleteAsync(stored.Key, CancellationToken.None);
            return NativeJson.Problem(StatusCodes.Status400BadRequest, fault);
        }

        var job = new NewJob(Protocol, () => Guid.CreateVersion7().ToString(), key.Length == 0 ? null : key, asked) { Priority = priority };
        return await jobs.SubmitAsync(job, stored, cancellationToken) switch
        {
            SubmitResult.Accepted accepted => NativeJson.Accepted(await FindAsync(accepted.ExternalId)),
            SubmitResult.Repeated repeated => NativeJson.Accepted(await FindAsync(repeated.ExternalId)),
            _ => NativeJson.Problem(StatusCodes.Status409Conflict, "The Idempotency-Key was used for another recording or with other options."),
        };

        async Task<Job> FindAsync(string externalId) => (await jobs.FindAsync(Protocol, externalId, cancellationToken))!;
    }

    private static async Task<IResult> FindAsync(Guid id, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, cancellationToken) is { } job
            ? NativeJson.Ok(job, await jobs.AttemptsAsync(id, cancellationToken))
            : NativeJson.NotFound();

    private static async Task<IResult> CancelAsync(Guid id, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.CancelAsync(id, cancellationToken) ? await FindAsync(id, jobs, cancellationToken)
        : await jobs.FindAsync(id, cancellationToken) is null ? NativeJson.NotFound()
        : NativeJson.Problem(StatusCodes.Status409Conflict, "The job has ended already.");

    private static async Task<IResult> RetryAsync(Guid id, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.RetryAsync(id, cancellationToken) ? await FindAsync(id, jobs, cancellationToken)
        : await jobs.FindAsync(id, cancellationToken) is null ? NativeJson.NotFound()
        : NativeJson.Problem(StatusCodes.Status409Conflict, "Only a job that failed, was cancelled or is quarantined can be retried, and only while its recording is kept.");

    private static async Task<IResult> DeleteAsync(Guid id, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.DeleteAsync(id, cancellationToken) ? Results.NoContent() : NativeJson.NotFound();
}
