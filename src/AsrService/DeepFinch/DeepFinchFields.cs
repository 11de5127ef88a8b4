using System.Globalization;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Sessions;
using AsrService.Hosting;
using AsrService.Wire;

namespace AsrService.DeepFinch;

/// <summary>What the protocol's requests say: the one place that knows the fields' names and bounds.</summary>
internal static class DeepFinchFields
{
    private const int MaxWaitMs = 10_000;
    private const string Chinese = "zh";
    private const string FirstStatus = "1";
    private const string LastStatus = "4";
    private const string ExampleId = "visit-17";

    // The client chooses it, or knows it already.
    private static readonly RequestField TaskId = Id("The task's id") with { IsRequired = true };

    private static readonly RequestField Status = new(
        "audio_status", "Whether this is the first (1), a middle (2) or the last block (4)", "1, 2 or 4", (job, value) => value is FirstStatus or "2" or LastStatus ? job : null);

    private static readonly RequestField AudioId = new(
        "audio_id", "The block's number, one more than the last one's", "a whole number from 1", (job, value) => IsWhole(value, 1, int.MaxValue) ? job : null);

    private static readonly RequestField SampleRate = new(
        "sample_rate", "Samples a second of PCM without a header, instead of the client's own", "8000 or 16000", (job, value) => value is "8000" or "16000" ? job : null);

    private static readonly RequestField Wait = new(
        "wait_ms", "How long to wait for text when there is none yet, in milliseconds", $"a whole number from 0 to {MaxWaitMs}", (job, value) => IsWhole(value, 0, MaxWaitMs) ? job : null);

    // Two languages say more than one: the second field comes after the first and outranks it.
    private static readonly RequestField[] Both =
    [
        RequestField.Option("type", "The language spoken, instead of the client's own", "1, which is Mandarin", (options, value) => value == "1" ? options with { Language = Chinese } : null),
        TranscriptionOptionsParser.Fields.First(field => field.Name == "language"),
        SampleRate,
        TranscriptionOptionsParser.CallbackUrl,
        new("url", "Where the audio lies, instead of sending it", "an http or https URL", (job, value) => Uri.TryCreate(value, UriKind.Absolute, out var url) ? job with { AudioUrl = url } : null),
    ];

    /// <summary>A chunk of what is being said.</summary>
    public static FilePart Online { get; } = Part(
        new() { [TaskId.Name] = ExampleId, [Status.Name] = FirstStatus, [AudioId.Name] = "1", [SampleRate.Name] = "16000" },
        Id("The session's id; the first chunk may leave it to the server"), Status with { IsRequired = true }, AudioId with { IsRequired = true }, Wait);

    /// <summary>A block of a recording; by itself it is the whole.</summary>
    public static FilePart Offline { get; } = Part(
        new() { [TaskId.Name] = ExampleId },
        TaskId, Status with { Meaning = $"{Status.Meaning}; without it, this is the whole" }, AudioId);

    /// <summary>What ends a session.</summary>
    public static FilePart Close { get; } = new("", [TaskId]) { HasNoFile = true, Example = new() { [TaskId.Name] = ExampleId } };

    /// <summary>The id of the task that a request is about.</summary>
    /// <exception cref="FaultException">There is none, or it cannot be one.</exception>
    public static string ReadTaskId(Func<string, string?> valueOf) => TaskId.Apply(new NewJob("", () => "", null, new()), valueOf(TaskId.Name)).NextExternalId();

    /// <summary>The chunk that the fields describe, without its audio.</summary>
    /// <param name="submission">The request.</param>
    /// <param name="part">What it may say.</param>
    /// <param name="form">What it says.</param>
    /// <param name="ownId">The id of a session that the client leaves to the server.</param>
    /// <exception cref="FaultException">Something is not allowed.</exception>
    public static async Task<SessionChunk> ReadAsync(Submission submission, FilePart part, UploadedForm form, string ownId)
    {
        var job = await submission.DescribeAsync(submission.Draft(() => ownId), part, form);
        var valueOf = form.ValueOf(submission.Request.Query);
        var sampleRate = Number(SampleRate) ?? (submission.Caller.Client?.Settings.SampleRate == 8000 ? 8000 : 16_000);
        job = job with { Options = job.Options with { Language = job.Options.Language ?? Chinese, RawAudio = new RawAudio(sampleRate, 1) } };
        var status = Text(Status) ?? LastStatus;
        var audioId = Number(AudioId) ?? 1;
        var isFirst = status == FirstStatus || (status == LastStatus && audioId == 1);
        if (!job.HasChosenId && !isFirst)
            throw new FaultException(new(FaultKind.BadRequest, $"The field {TaskId.Name} must be that of the session.") { Field = TaskId.Name, IsMissing = true });

        return new SessionChunk(job, audioId, default)
        {
            TaskId = job.NextExternalId(),
            IsFirst = isFirst,
            IsLast = status == LastStatus,
            IsLive = part == Online,
            SampleRate = sampleRate,
            Wait = TimeSpan.FromMilliseconds(Number(Wait) ?? 0),
        };

        string? Text(RequestField field) => valueOf(field.Name)?.Trim() is { Length: > 0 } text ? text : null;

        int? Number(RequestField field) => part.Fields.Any(known => known.Name == field.Name) && Text(field) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    private static FilePart Part(Dictionary<string, string> example, params RequestField[] own) => new("file", [.. own, .. Both])
    {
        Example = example,
        Base64Name = "voice_base64",
        Missing = "There is no audio: send it as file, url or voice_base64.",
    };

    private static RequestField Id(string meaning) => new("task_id", meaning, "1 to 100 letters, digits, dots, hyphens and underscores", (job, value) =>
    {
        const int MaxLength = 100;
        return value.Length <= MaxLength && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? job with { NextExternalId = () => value, HasChosenId = true }
            : null;
    });

    private static bool IsWhole(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
}
