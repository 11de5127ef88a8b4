using AsrService.Wire;

namespace AsrService.OpenAi;

/// <summary>OpenAI's answers, for the description of the interface.</summary>
internal static class OpenAiExamples
{
    public static IResult Text { get; } = OpenAiJson.Text(ExampleJob.Transcript);

    public static IResult BadRecording { get; } = OpenAiJson.Refuse(OpenAiJson.Failure(ExampleJob.Failed));

    public static IResult Models { get; } = OpenAiJson.Models([OpenAiFields.Whisper, "tiny-q8_0"]);

    public static IResult Model { get; } = OpenAiJson.Model(OpenAiFields.Whisper);

    public static IResult NoModel { get; } = OpenAiJson.NoModel("no-such");
}
