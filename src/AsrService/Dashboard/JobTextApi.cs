using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.Hosting;
using AsrService.NativeJobs;
using AsrService.Wire;

namespace AsrService.Dashboard;

/// <summary>What was said in a job: the recording, the text, and the text while it comes.</summary>
internal static class JobTextApi
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapJobText(this RouteGroupBuilder pages)
    {
        pages.MapGet("/jobs/{id:guid}/events", EventsAsync);
        pages.MapGet("/jobs/{id:guid}/audio", AudioAsync);
        pages.MapGet("/jobs/{id:guid}/text/{format}", TextAsync);
    }

    // Without the text where it may not be seen: state and progress are for everybody.
    private static async Task<IResult> EventsAsync(
        Guid id, HttpContext context, DashboardOptions options, JobService jobs, JobFollower follower, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(id, JobScope.Everything, cancellationToken) is null)
            return Results.NotFound();

        return TypedResults.ServerSentEvents(Tell(follower.FollowAsync(id, JobScope.Everything, cancellationToken), DashboardSession.MaySeeText(context.User, options)));
    }

    private static async IAsyncEnumerable<SseItem<NativeEvent>> Tell(IAsyncEnumerable<Job> changes, bool seesText)
    {
        await foreach (var job in changes)
            yield return new(NativeJson.Event(seesText ? job : job with { Transcript = null, PartialText = null }), "job");
    }

    private static async Task<IResult> AudioAsync(Guid id, HttpContext context, DashboardOptions options, JobService jobs, CancellationToken cancellationToken) =>
        !DashboardSession.MaySeeText(context.User, options) ? Results.StatusCode(StatusCodes.Status403Forbidden)
        : await jobs.OpenAudioAsync(id, JobScope.Everything, cancellationToken) is { } file ? AudioFileResult.Of(context, file)
        : Results.NotFound();

    private static async Task<IResult> TextAsync(
        Guid id, string format, HttpContext context, DashboardOptions options, JobService jobs, CancellationToken cancellationToken)
    {
        if (!DashboardSession.MaySeeText(context.User, options))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (TranscriptWriter.Parse(format) is not { } wanted || await jobs.FindAsync(id, JobScope.Everything, cancellationToken) is not { Transcript: { } transcript } job)
            return Results.NotFound();

        var (text, type) = wanted == TranscriptFormat.Json
            ? (JsonSerializer.Serialize(VerboseTranscript.Of(transcript, job.Options.Translate == true, transcript.Language), Readable), "application/json")
            : (TranscriptWriter.Write(transcript, wanted), TranscriptWriter.MediaType(wanted));
        return Results.File(Encoding.UTF8.GetBytes(text), type, $"{id}.{format}");
    }
}
