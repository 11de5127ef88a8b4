using AsrService.Wire;

namespace AsrService.DeepFinch;

/// <summary>The protocol's answers, for the description of the interface.</summary>
internal static class DeepFinchExamples
{
    private const string TaskId = "visit-17";
    private const string RequestId = "TID5f0c2b7a8e144d0c9d3e6c007a51019c";

    public static IResult Text { get; } = DeepFinchJson.Ok(
        new DeepFinchText(TaskId, AsrStatus: 5, EpStatus: 2, DeepFinchJson.Base64("您好"), DeepFinchJson.Base64("您好[nin2hao3]"), [[120, 640]], SyncId: 7, Pgs: 1, Close: 0), RequestId);

    public static IResult Closed { get; } = DeepFinchJson.Ok(new DeepFinchTask(TaskId), RequestId);

    public static IResult Block { get; } = DeepFinchJson.Ok(new DeepFinchBlock(TaskId, "1"), RequestId);

    public static IResult Refuse(Fault fault) => DeepFinchJson.Refuse(fault, RequestId);
}
