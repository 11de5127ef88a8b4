using AsrService.Core.Jobs;
using AsrService.Security;
using AsrService.Wire;

namespace AsrService.TeleAi;

/// <summary>TeleAI's protocol: so far, asking for the result of a recording.</summary>
internal static class TeleAiApi
{
    public const string Path = "/aipaas";
    public const string QueryPath = "/lm/v1/asyncResult/query";

    public static void MapTeleAi(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapWireGroup(Path, new(Protocols.TeleAi, TeleAiJson.Refuse) { Scheme = TeleAiHandler.SchemeName }).WithTags("TeleAI");

        group.MapGet(QueryPath, QueryAsync)
            .WithSummary("Tells how the recording stands that was sent as requestId, and its sentences when it is done")
            .Produces<TeleAiResult>()
            .Produces<TeleAiRefusal>(StatusCodes.Status401Unauthorized)
            .Produces<TeleAiRefusal>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> QueryAsync(string? requestId, Caller caller, JobService jobs, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(requestId))
            return TeleAiJson.Missing("requestId");

        // PostgreSQL keeps no NUL, and no id has another control character either.
        if (requestId.Any(char.IsControl) || await jobs.FindAsync(Protocols.TeleAi, requestId, caller.Scope, cancellationToken) is not { } job)
            return TeleAiJson.Unknown();

        return job switch
        {
            { State: JobState.Failed or JobState.Cancelled or JobState.Quarantined } => TeleAiJson.Failed(job),
            { Transcript: { } transcript } => TeleAiJson.Done(job, transcript),
            _ => TeleAiJson.Running(),
        };
    }
}
