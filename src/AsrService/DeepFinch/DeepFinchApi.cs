using AsrService.Audio.Text;
using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using AsrService.Hosting;
using AsrService.Outgoing;
using AsrService.Security;
using AsrService.Wire;

namespace AsrService.DeepFinch;

/// <summary>deepfinch's protocol: recognition while the user speaks, and recordings in blocks.</summary>
internal static class DeepFinchApi
{
    public const string Path = "/voice/asr";

    /// <summary>Where the chunks of sessions come, several a second of each.</summary>
    public const string ChunkPath = Path + Chunk;

    private const string Chunk = "/task_online_add_audio";

    public static void AddDeepFinch(this IServiceCollection services) => services.AddSingleton<ChunkDownload>().AddSingleton<ChunkUpload>();

    public static void MapDeepFinch(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapWireGroup(Path, new(Protocols.DeepFinch, DeepFinchJson.Refuse) { Scheme = DeepFinchHandler.SchemeName, RefuseAsExample = DeepFinchExamples.Refuse }).WithTags("deepfinch");

        Describe(DeepFinchExamples.Text, group.MapPost(Chunk, AddAsync).WithMetadata(DeepFinchFields.Online))
            .WithSummary("Adds a chunk to a session, which the first one opens, and answers with the newest text that was not given before")
            .WithDescription("Audio is 16-bit PCM of 8 or 16 kHz without a header, or a file of any format, 10 MB at most; it is sent as file, as voice_base64, or as url, from which it is fetched within 5 s.");

        Describe(DeepFinchExamples.Closed, group.MapPost("/task_online_close", CloseAsync).WithMetadata(DeepFinchFields.Close))
            .WithSummary("Ends a session; its whole text is fetched at /api/jobs/{task_id}. Safe to repeat");

        Describe(DeepFinchExamples.Block, group.MapPost("/task_offline_add_audio", AddBlockAsync).WithMetadata(DeepFinchFields.Offline))
            .WithSummary("Accepts a recording in any format, whole or in blocks of 10 MB at most; its text is fetched at /api/jobs/{task_id}");
    }

    private static RouteHandlerBuilder Describe(IResult answer, RouteHandlerBuilder endpoint) => endpoint
        .Answers(answer)
        .Produces<DeepFinchRefusal>(StatusCodes.Status400BadRequest)
        .Produces<DeepFinchRefusal>(StatusCodes.Status401Unauthorized)
        .Produces<DeepFinchRefusal>(StatusCodes.Status403Forbidden)
        .Produces<DeepFinchRefusal>(StatusCodes.Status500InternalServerError);

    private static async Task<IResult> AddAsync([AsParameters] Submission submission, ChunkUpload upload, ChineseWords words)
    {
        // Before anything is kept: text that could not be told would be lost.
        words.EnsureOpen();
        try
        {
            var chunk = await upload.ReadAsync(submission);
            return await upload.AddAsync(submission, chunk) switch
            {
                ChunkResult.Kept kept => DeepFinchJson.Recognised(chunk, kept.Text, isTimedOut: false, words),
                ChunkResult.TimedOut end => DeepFinchJson.Recognised(chunk, end.Text, isTimedOut: true, words),
                var refused => await RefuseAsync(refused, chunk, submission),
            };
        }
        catch (DownloadException exception)
        {
            return DeepFinchJson.NotFetched(exception);
        }
    }

    private static async Task<IResult> AddBlockAsync([AsParameters] Submission submission, ChunkUpload upload)
    {
        // Of a small request it is not known whether it opens a task; a large one is not read in vain.
        if (!ChunkUpload.IsSmall(submission.Request))
            await submission.EnsureRoomAsync();
        try
        {
            var (block, whole) = await upload.ReadBlockAsync(submission);
            if (ChunkUpload.IsWhole(block))
                return DeepFinchJson.Block(await submission.SubmitAsync(block.Job, whole), block.AudioId);

            return await upload.AddAsync(submission, block) switch
            {
                ChunkResult.Kept => DeepFinchJson.Block(block.TaskId, block.AudioId),
                var refused => await RefuseAsync(refused, block, submission),
            };
        }
        catch (DownloadException exception)
        {
            return DeepFinchJson.NotFetched(exception);
        }
    }

    private static async Task<IResult> CloseAsync(HttpRequest request, Caller caller, ISessionStore sessions, JobService jobs, CancellationToken cancellationToken)
    {
        var fields = request.HasFormContentType || request.HasJsonContentType() ? await Base64Upload.FieldsAsync(request, cancellationToken) : UploadedForm.Empty.Fields;
        var taskId = DeepFinchFields.ReadTaskId(new UploadedForm(null, fields).ValueOf(request.Query));
        return await sessions.CloseAsync(taskId, caller.Scope, cancellationToken)
            ? DeepFinchJson.Closed(taskId)
            : DeepFinchJson.Gone(await jobs.FindAsync(Protocols.DeepFinch, taskId, caller.Scope, cancellationToken), mayBeUnderWay: true);
    }

    private static async Task<IResult> RefuseAsync(ChunkResult result, SessionChunk chunk, Submission submission) => result switch
    {
        ChunkResult.Gap gap => DeepFinchJson.Missing(gap.Expected),
        ChunkResult.IdTaken => DeepFinchJson.Taken(),
        _ => DeepFinchJson.Gone(
            await submission.Jobs.FindAsync(Protocols.DeepFinch, chunk.TaskId, submission.Caller.Scope, submission.CancellationToken), mayBeUnderWay: !chunk.IsLive),
    };
}
