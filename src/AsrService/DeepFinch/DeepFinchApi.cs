using System.Diagnostics;
using AsrService.Core.Jobs;
using AsrService.Hosting;
using AsrService.Wire;

namespace AsrService.DeepFinch;

/// <summary>deepfinch's protocol: so far, whole recordings that are sent in one block.</summary>
internal static class DeepFinchApi
{
    public const string Path = "/voice/asr";

    private const string TaskIdName = "task_id";

    // Several blocks and recordings at a URL come with the rest of the protocol.
    private static readonly FilePart Recording = new("file",
    [
        new(TaskIdName, "The task's id, which the client chooses", "1 to 100 letters, digits, dots, hyphens and underscores",
            (job, value) => IsTaskId(value) ? job with { NextExternalId = () => value, HasChosenId = true } : null) { IsRequired = true },
        new("type", "The language spoken", "1, which is Mandarin",
            (job, value) => value == "1" ? job with { Options = job.Options with { Language = "zh" } } : null),
        new("audio_status", "Whether this is the first (1), a middle (2) or the last block (4)", "4, because a recording in several blocks is not supported yet",
            (job, value) => value == "4" ? job : null),
        new("audio_id", "The block's number", "1, because a recording in several blocks is not supported yet", (job, value) => value == "1" ? job : null),
        TranscriptionOptionsParser.CallbackUrl,
        new("url", "Where the recording lies", "left out, because a recording at a URL is not supported yet", (_, _) => null),
    ])
    {
        Base64Name = "voice_base64",
        Missing = "There is no recording: send it as file or as voice_base64; url is not supported yet.",
    };

    public static void MapDeepFinch(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapWireGroup(Path, new(Protocols.DeepFinch, DeepFinchJson.Refuse) { Scheme = DeepFinchHandler.SchemeName }).WithTags("deepfinch");

        group.MapPost("/task_offline_add_audio", SubmitAsync)
            .WithSummary("Accepts a recording in any format, in one block; its text is fetched at /api/jobs/{task_id}")
            .WithMetadata(Recording)
            .Produces<DeepFinchAnswer<DeepFinchBlock>>()
            .Produces<DeepFinchRefusal>(StatusCodes.Status400BadRequest)
            .Produces<DeepFinchRefusal>(StatusCodes.Status401Unauthorized)
            .Produces<DeepFinchRefusal>(StatusCodes.Status403Forbidden)
            .Produces<DeepFinchRefusal>(StatusCodes.Status500InternalServerError);
    }

    // The id is never made here, because task_id is required.
    private static async Task<IResult> SubmitAsync([AsParameters] Submission submission) =>
        DeepFinchJson.Ok(new DeepFinchBlock(await submission.AcceptAsync(() => throw new UnreachableException()), SyncId: "1"));

    private static bool IsTaskId(string value)
    {
        const int MaxLength = 100;
        return value.Length <= MaxLength && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
    }
}
