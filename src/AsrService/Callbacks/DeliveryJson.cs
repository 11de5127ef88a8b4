using AsrService.NativeJobs;

namespace AsrService.Callbacks;

/// <summary>What callers are told who ask for deliveries that are not there, or not as they should be.</summary>
internal static class DeliveryJson
{
    public static IResult NotFound() => NativeJson.Problem(StatusCodes.Status404NotFound, "There is no such delivery.");

    public static IResult NotEnded() => NativeJson.Problem(StatusCodes.Status409Conflict, "The delivery has not ended yet; it is tried again by itself.");

    public static IResult NoFilter() => NativeJson.Problem(StatusCodes.Status400BadRequest, "Say which: by state, job, url, from or to.");
}
