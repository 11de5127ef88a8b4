using System.Net.ServerSentEvents;
using AsrService.Audio.Models;
using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.Hosting;
using AsrService.Wire;

namespace AsrService.OpenAi;

/// <summary>Transcription as OpenAI's clients ask for it: the same jobs, before all others, held open until they are done.</summary>
internal static class OpenAiApi
{
    public const string Path = "/v1";

    public static void MapOpenAi(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapWireGroup(Path, new(Protocols.OpenAi, OpenAiJson.Refuse)).WithTags("OpenAI-compatible");

        foreach (var (path, isTranslated, summary) in new[] { ("/audio/transcriptions", false, "Transcribes a recording"), ("/audio/translations", true, "Translates a recording into English") })
        {
            group.MapPost(path, ([AsParameters] Submission submission, JobFollower follower, IHostApplicationLifetime host) => RunAsync(submission, follower, host, isTranslated))
                .WithMetadata(OpenAiFields.Recording)
                .WithSummary(summary + "; answers when it is done")
                .Answers(OpenAiExamples.Text)
                .Answers(OpenAiExamples.BadRecording)
                .Produces<OpenAiError>(StatusCodes.Status413PayloadTooLarge)
                .Produces<OpenAiError>(StatusCodes.Status500InternalServerError)
                .Produces<OpenAiError>(StatusCodes.Status503ServiceUnavailable);
        }

        group.MapGet("/models", (ModelLocator models) => OpenAiJson.Models(Names(models)))
            .WithSummary("The models that a request may name")
            .Answers(OpenAiExamples.Models);
        group.MapGet("/models/{id}", (string id, ModelLocator models) => Names(models).Contains(id) ? OpenAiJson.Model(id) : OpenAiJson.NoModel(id))
            .WithSummary("One of them")
            .Answers(OpenAiExamples.Model)
            .Answers(OpenAiExamples.NoModel);
    }

    private static async Task<IResult> RunAsync(Submission submission, JobFollower follower, IHostApplicationLifetime host, bool isTranslated)
    {
        var (job, form) = await submission.ReadAsync(await submission.BeginAsync(() => Guid.CreateVersion7().ToString()));
        var options = isTranslated ? job.Options with { Translate = true, Language = null } : job.Options;
        var externalId = await submission.SubmitAsync(job with { Priority = JobPriority.Interactive, Options = options }, form.Audio);
        var id = (await submission.Jobs.FindAsync(Protocols.OpenAi, externalId, submission.Caller.Scope, submission.CancellationToken))!.Id;
        var changes = FollowAsync(id, submission, follower, host);

        var valueOf = form.ValueOf(submission.Request.Query);
        if (bool.TryParse(valueOf(OpenAiFields.Stream), out var isStream) && isStream)
            return TypedResults.ServerSentEvents(Tell(changes));

        var last = (Job?)null;
        await foreach (var change in changes)
            last = change;
        return last?.Transcript is { } transcript ? Write(transcript, isTranslated, valueOf) : OpenAiJson.Refuse(OpenAiJson.Failure(last));
    }

    private static IResult Write(Transcript transcript, bool isTranslated, Func<string, string?> valueOf) => valueOf(OpenAiFields.Format) switch
    {
        // All of them as plain text, as OpenAI labels them: its client takes anything else for JSON.
        "text" => Results.Text(transcript.Text + "\n"),
        "srt" => Results.Text(TranscriptWriter.Write(transcript, TranscriptFormat.Srt)),
        "vtt" => Results.Text(TranscriptWriter.Write(transcript, TranscriptFormat.Vtt)),
        "verbose_json" => OpenAiJson.Verbose(transcript, isTranslated, hasSegments: valueOf(OpenAiFields.Granularities)?.Contains("segment", StringComparison.Ordinal) != false),
        _ => OpenAiJson.Text(transcript),
    };

    // Nobody else asks for a job that was held open: it ends with its caller, though not with this server.
    private static async IAsyncEnumerable<Job> FollowAsync(Guid id, Submission submission, JobFollower follower, IHostApplicationLifetime host)
    {
        var isEnded = false;
        try
        {
            await foreach (var job in follower.FollowAsync(id, submission.Caller.Scope, submission.CancellationToken))
            {
                isEnded = job.State.IsFinal();
                yield return job;
            }
        }
        finally
        {
            if (!isEnded && submission.CancellationToken.IsCancellationRequested && !host.ApplicationStopping.IsCancellationRequested)
                await submission.Jobs.CancelAsync(id, submission.Caller.Scope, CancellationToken.None);
        }
    }

    // What is heard later may belong before what was told already; then nothing more is told until the whole text is.
    private static async IAsyncEnumerable<SseItem<OpenAiEvent>> Tell(IAsyncEnumerable<Job> changes)
    {
        var told = "";
        await foreach (var job in changes)
        {
            var text = job.Transcript?.Text ?? job.PartialText ?? "";
            if (text.Length > told.Length && text.StartsWith(told, StringComparison.Ordinal))
            {
                yield return new(new("transcript.text.delta", Delta: text[told.Length..]));
                told = text;
            }

            if (job.Transcript is { } transcript)
                yield return new(new("transcript.text.done", Text: text, Usage: OpenAiUsage.Of(transcript)));
            else if (job.State.IsFinal())
                yield return new(new("error", Error: OpenAiJson.FaultOf(OpenAiJson.Failure(job))));
        }
    }

    private static IEnumerable<string> Names(ModelLocator models) => models.Names.Prepend(OpenAiFields.Whisper);
}
