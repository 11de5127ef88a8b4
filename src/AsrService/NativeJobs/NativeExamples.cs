using System.Net.Mime;
using AsrService.Core.Jobs;
using AsrService.Hosting;
using AsrService.Wire;

namespace AsrService.NativeJobs;

/// <summary>The native API's answers, for the description of the interface.</summary>
internal static class NativeExamples
{
    public static IResult Accepted { get; } = NativeJson.Accepted(ExampleJob.Queued);

    public static IResult Done { get; } = NativeJson.Ok(ExampleJob.Done, ExampleJob.Attempts);

    public static IResult Cancelled { get; } = NativeJson.Ok(ExampleJob.Cancelled, []);

    public static IResult Retried { get; } = NativeJson.Ok(ExampleJob.Queued, [ExampleJob.Attempts[0] with { Outcome = AttemptOutcome.Failed, Error = "The model ran out of memory." }]);

    public static IResult Page { get; } = NativeJson.Page([ExampleJob.Done with { Transcript = null }], hasMore: true);

    public static IResult Text { get; } = NativeJson.Result(ExampleJob.Transcript, isTranslated: false, NativeFormat.Json);

    public static IResult Count { get; } = Results.Json(new NativeCount(12));

    public static Example Event { get; } = new(StatusCodes.Status200OK, MediaTypeNames.Text.EventStream, NativeJson.Event(ExampleJob.Transcribing));

    public static IResult BadLimit { get; } = NativeJson.Refuse(NativeJson.BadLimit);

    public static IResult BadFormat { get; } = NativeJson.Refuse(NativeJson.BadFormat);

    public static IResult NotFound { get; } = NativeJson.NotFound();

    public static IResult NoAudio { get; } = NativeJson.NoAudio();

    public static IResult NotEnded { get; } = NativeJson.NoText(ExampleJob.Queued);

    public static IResult Ended { get; } = NativeJson.Ended();

    public static IResult NotRetried { get; } = NativeJson.NotRetried();
}
