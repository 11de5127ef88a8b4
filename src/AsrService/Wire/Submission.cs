using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Hosting;
using AsrService.Outgoing;
using AsrService.Security;

namespace AsrService.Wire;

/// <summary>The way of a submission, the same in all protocols. A handler takes it as its parameter, and its endpoint is marked with a <see cref="FilePart"/>.</summary>
internal sealed record Submission(HttpRequest Request, Caller Caller, JobService Jobs, IAudioStore Audio, OutgoingGuard Guard, AsrOptions Options, CancellationToken CancellationToken)
{
    private const int MaxKeyLength = 255;
    private const int MaxJsonBytes = 64 << 10;

    /// <summary>Stores the recording and makes it a job that cannot be lost.</summary>
    /// <param name="nextExternalId">Gives the id that the client will know the job by, unless the client chooses it in a field; asked again when the id is taken.</param>
    /// <returns>That id, or the one that the same submission was given before.</returns>
    /// <exception cref="FaultException">The request is refused; nothing is left behind.</exception>
    public async Task<string> AcceptAsync(Func<string> nextExternalId)
    {
        var job = NewJob(nextExternalId);
        await Jobs.EnsureRoomAsync(Caller.Client, CancellationToken);
        var (stored, described) = await ReadAsync(job);
        return await Jobs.SubmitAsync(described, stored, CancellationToken) switch
        {
            SubmitResult.Accepted accepted => accepted.ExternalId,
            SubmitResult.Repeated repeated => repeated.ExternalId,
            SubmitResult.IdTaken => throw new FaultException(new(FaultKind.Conflict, "This id has been used before; please choose another one.")),
            _ => throw new FaultException(new(FaultKind.Conflict, "The Idempotency-Key was used for another recording or with other options.")),
        };
    }

    // What is known of the job before its upload is read.
    private NewJob NewJob(Func<string> nextExternalId)
    {
        var key = Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > MaxKeyLength)
            throw new FaultException(new(FaultKind.BadRequest, $"The Idempotency-Key is longer than {MaxKeyLength} characters."));

        return new NewJob(Metadata<WireProtocol>().Name, nextExternalId, key.Length == 0 ? null : key, Defaults(Caller.Client))
        {
            Client = Caller.Client?.Id,
            CallbackUrl = Caller.Client?.Settings.CallbackUrl is { } url ? new Uri(url) : null,
        };
    }

    // The request's own fields come on top of them.
    private static TranscriptionOptions Defaults(Client? client) =>
        new() { Language = client?.Settings.Language, ChannelsAreSpeakers = client?.Settings.ChannelsAreSpeakers == true ? true : null };

    private async Task<(StoredAudio? Stored, NewJob Job)> ReadAsync(NewJob job)
    {
        var part = Metadata<FilePart>();
        if (part.TakesUrl && Request.HasJsonContentType())
            return (null, await ReadUrlAsync(job, part));

        var form = await Base64Upload.SaveAsync(Request, part, Audio, Options.Uploads.MaxBytes, CancellationToken);
        if (form.Audio is not { } stored)
            throw new FaultException(new(FaultKind.BadRequest, part.Missing));

        try
        {
            return (stored, await DescribeAsync(job, part, form.ValueOf(Request.Query)));
        }
        catch
        {
            await Audio.DeleteAsync(stored.Key, CancellationToken.None);
            throw;
        }
    }

    // The recording itself is fetched by the worker that transcribes it.
    private async Task<NewJob> ReadUrlAsync(NewJob job, FilePart part)
    {
        const string Field = "url";
        var fields = await JsonFields.ReadAsync(Request, MaxJsonBytes, CancellationToken);
        if (!fields.TryGetValue(Field, out var text))
            throw new FaultException(new(FaultKind.BadRequest, $"The field {Field} is missing."));
        if (Guard.Refusal(text, out var url) is { } refusal)
            throw new FaultException(new(FaultKind.BadRequest, refusal));

        await CheckAsync(url!);
        return await DescribeAsync(job, part, name => fields.GetValueOrDefault(name)) with { AudioUrl = url };
    }

    private async Task<NewJob> DescribeAsync(NewJob job, FilePart part, Func<string, string?> valueOf)
    {
        var described = part.Fields.Aggregate(job, (described, field) => field.Apply(described, valueOf(field.Name)));

        // The client's own was checked when it was given, and is again when it is called.
        if (described.CallbackUrl is { } url && url != job.CallbackUrl)
            await CheckAsync(url);
        return described;
    }

    private async Task CheckAsync(Uri url)
    {
        if (await Guard.CheckAsync(url, CancellationToken) is { } refusal)
            throw new FaultException(new(FaultKind.BadRequest, refusal));
    }

    private T Metadata<T>()
        where T : class => Request.HttpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<T>();
}
