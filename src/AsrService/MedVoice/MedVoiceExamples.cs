using AsrService.Core.Jobs;
using AsrService.Core.Uploads;
using AsrService.Wire;

namespace AsrService.MedVoice;

/// <summary>The protocol's answers, for the description of the interface.</summary>
internal static class MedVoiceExamples
{
    private const string Url = "http://127.0.0.1:8080/get_audio/visit-17/dr-lee";

    private static readonly Upload Upload = new("visit-17", "dr-lee", "visit-17.m4a", "m4a", new StoredAudio("", 48_213, new byte[32]), ExampleJob.Transcript.DurationSeconds, ExampleJob.CreatedAt);

    public static IResult Started { get; } = MedVoiceJson.Started($"{ExampleJob.Id}");

    public static IResult Uploaded { get; } = MedVoiceJson.Uploaded(Upload, Url);

    public static IResult UploadStarted { get; } = MedVoiceJson.UploadStarted($"{ExampleJob.Id}", Upload);

    public static IResult Done { get; } = MedVoiceJson.Status(ExampleJob.Done with { FileId = Upload.FileId });

    public static IResult UnknownTask { get; } = MedVoiceJson.UnknownTask();

    public static IResult Transcript { get; } = Results.Json(new MedVoiceTranscript(ExampleJob.Transcript.Text));

    public static IResult Files { get; } = MedVoiceJson.Files([Upload], _ => Url);

    public static IResult NoAudio { get; } = MedVoiceJson.NoAudio();
}
