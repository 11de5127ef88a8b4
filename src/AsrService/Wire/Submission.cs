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
        var (job, form) = await ReadAsync(await BeginAsync(nextExternalId));
        return await SubmitAsync(job, form.Audio);
    }

    /// <summary>The first step: checks that there is room for another job, and gives what is known of it before its request is read.</summary>
    public async Task<NewJob> BeginAsync(Func<string> nextExternalId)
    {
        var job = Draft(nextExternalId);
        await EnsureRoomAsync();
        return job;
    }

    /// <summary>Checks that there is room for another job, and that the caller may send one.</summary>
    public Task EnsureRoomAsync() => Jobs.EnsureRoomAsync(Caller.Client, CancellationToken);

    /// <summary>What is known of a job before its request is read.</summary>
    public NewJob Draft(Func<string> nextExternalId)
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

    /// <summary>The second step: stores the recording, and reads what else the request says.</summary>
    /// <returns>The recording of the form is null where it is to be fetched, or is optional and was not sent.</returns>
    public async Task<(NewJob Job, UploadedForm Form)> ReadAsync(NewJob job)
    {
        var part = Metadata<FilePart>();
        if (part.TakesUrl && Request.HasJsonContentType())
            return await ReadUrlAsync(job, part);

        var form = await AudioUpload.SaveAsync(Request, part, Audio, Options.Uploads.MaxBytes, CancellationToken);
        if (form.Audio is null && !part.IsOptional)
            throw new FaultException(new(FaultKind.BadRequest, part.Missing) { Field = part.Name, IsMissing = true });

        try
        {
            return (await DescribeAsync(job, part, form), form);
        }
        catch when (form.Audio is { } stored)
        {
            await Audio.DeleteAsync(stored.Key, CancellationToken.None);
            throw;
        }
    }

    /// <summary>The last step: the job cannot be lost once this returns.</summary>
    public async Task<string> SubmitAsync(NewJob job, StoredAudio? stored) => await Jobs.SubmitAsync(job, stored, CancellationToken) switch
    {
        SubmitResult.Accepted accepted => accepted.ExternalId,
        SubmitResult.Repeated repeated => repeated.ExternalId,
        SubmitResult.IdTaken => throw new FaultException(new(FaultKind.Conflict, "This id has been used before; please choose another one.")),
        _ => throw new FaultException(new(FaultKind.Conflict, "The Idempotency-Key was used for another recording or with other options.")),
    };

    /// <summary>Refuses a URL that must not be called.</summary>
    public async Task CheckAsync(Uri url, string field)
    {
        if (await Guard.CheckAsync(url, CancellationToken) is { } refusal)
            throw new FaultException(new(FaultKind.BadRequest, refusal) { Field = field });
    }

    /// <summary>The job with what the request's fields say of it.</summary>
    public async Task<NewJob> DescribeAsync(NewJob job, FilePart part, UploadedForm form)
    {
        var valueOf = form.ValueOf(Request.Query);
        var described = part.Fields.Aggregate(job, (described, field) => field.Apply(described, valueOf(field.Name)));

        // The client's own was checked when it was given, and is again when it is called.
        if (described.CallbackUrl is { } url && url != job.CallbackUrl)
            await CheckAsync(url, TranscriptionOptionsParser.CallbackUrl.Name);
        return described;
    }

    // The request's own fields come on top of them.
    private static TranscriptionOptions Defaults(Client? client) =>
        new() { Language = client?.Settings.Language, ChannelsAreSpeakers = client?.Settings.ChannelsAreSpeakers == true ? true : null, RawAudio = RawAudioOf(client?.Settings) };

    private static RawAudio? RawAudioOf(ClientSettings? settings) => settings is null or { SampleRate: null, Channels: null } ? null
        : new(settings.SampleRate ?? RawAudio.Usual.SampleRate, settings.Channels ?? RawAudio.Usual.Channels);

    // The recording itself is fetched by the worker that transcribes it.
    private async Task<(NewJob Job, UploadedForm Form)> ReadUrlAsync(NewJob job, FilePart part)
    {
        const string Field = "url";
        var fields = await JsonFields.ReadAsync(Request, MaxJsonBytes, CancellationToken);
        if (!fields.TryGetValue(Field, out var text))
            throw new FaultException(new(FaultKind.BadRequest, $"The field {Field} is missing.") { Field = Field, IsMissing = true });
        if (Guard.Refusal(text, out var url) is { } refusal)
            throw new FaultException(new(FaultKind.BadRequest, refusal) { Field = Field });

        await CheckAsync(url!, Field);
        var form = new UploadedForm(null, fields);
        return (await DescribeAsync(job, part, form) with { AudioUrl = url }, form);
    }

    private T Metadata<T>()
        where T : class => Request.HttpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<T>();
}
