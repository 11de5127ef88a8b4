using System.Diagnostics;
using AsrService.Core.Jobs;
using AsrService.Hosting;
using AsrService.Security;
using AsrService.Wire;
using Microsoft.AspNetCore.Http.Extensions;

namespace AsrService.TeleAi;

/// <summary>TeleAI's protocol: recordings at a URL, whose result is pushed or asked for.</summary>
internal static class TeleAiApi
{
    public const string Path = "/aipaas";
    public const string SubmitPath = "/voice/v1/tts/largeFileTrans";
    public const string QueryPath = "/lm/v1/asyncResult/query";

    public static void MapTeleAi(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapWireGroup(Path, new(Protocols.TeleAi, TeleAiJson.Refuse) { Scheme = TeleAiHandler.SchemeName }).WithTags("TeleAI");

        group.MapPost(SubmitPath, SubmitAsync)
            .WithSummary("Accepts the URL of a recording; its sentences are pushed to the callback URL, and can be asked for")
            .WithMetadata(new JsonBody(TeleAiExamples.Request))
            .Answers(TeleAiExamples.Accepted)
            .Produces<TeleAiRefusal>(StatusCodes.Status401Unauthorized)
            .Produces<TeleAiRefusal>(StatusCodes.Status503ServiceUnavailable);

        group.MapGet(QueryPath, QueryAsync)
            .WithSummary("Tells how the recording stands that was sent as requestId, and its sentences when it is done")
            .Answers(TeleAiExamples.Done)
            .Produces<TeleAiRefusal>(StatusCodes.Status401Unauthorized)
            .Produces<TeleAiRefusal>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> SubmitAsync([AsParameters] Submission submission, TimeProvider time)
    {
        var request = await TeleAiReader.ReadAsync(submission.Request, submission.CancellationToken);
        var job = await TeleAiOrder.DescribeAsync(
            await submission.BeginAsync(() => throw new UnreachableException()), request, submission.Guard, time.GetUtcNow(), submission.CancellationToken);
        var requestId = await submission.SubmitAsync(job, stored: null);
        return TeleAiJson.Accepted(requestId, job.CallbackUrl is null ? ResultUrl(submission.Request, requestId) : null);
    }

    private static string ResultUrl(HttpRequest request, string requestId) =>
        UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, Path + QueryPath, QueryString.Create("requestId", requestId));

    private static async Task<IResult> QueryAsync(string? requestId, Caller caller, JobService jobs, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(requestId))
            throw TeleAiJson.Missing("requestId");

        // PostgreSQL keeps no NUL, and no id has another control character either.
        if (requestId.Any(char.IsControl) || await jobs.FindAsync(Protocols.TeleAi, requestId, caller.Scope, cancellationToken) is not { } job)
            return TeleAiJson.Unknown();

        return job.State.IsFinal() ? TeleAiJson.Ended(job) : TeleAiJson.Running();
    }
}
