using AsrService.Wire;

namespace AsrService.AsrTask;

/// <summary>The protocol's answers, for the description of the interface.</summary>
internal static class AsrTaskExamples
{
    private const string TaskId = "20260131093000123456";

    public static IResult Created { get; } = AsrTaskJson.Created(TaskId);

    public static IResult Done { get; } = AsrTaskJson.Done(TaskId, ExampleJob.Transcript);

    public static IResult Processing { get; } = AsrTaskJson.Processing(ExampleJob.Queued with { ExternalId = TaskId });

    public static IResult Failed { get; } = AsrTaskJson.Failed(ExampleJob.Failed with { ExternalId = TaskId });

    public static IResult BadFormat { get; } = AsrTaskJson.BadFormat();

    public static IResult NotFound { get; } = AsrTaskJson.NotFound(TaskId);
}
