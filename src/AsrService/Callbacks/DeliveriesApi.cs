using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;
using AsrService.Data.Callbacks;
using AsrService.Hosting;
using AsrService.NativeJobs;
using AsrService.Security;
using AsrService.Wire;

namespace AsrService.Callbacks;

/// <summary>What was told to whom: a part of the native API.</summary>
internal static class DeliveriesApi
{
    public const string Path = "/api/deliveries";

    public static void MapDeliveries(this IEndpointRouteBuilder endpoints)
    {
        var protocol = new WireProtocol(Protocols.Native, NativeJson.Refuse);

        endpoints.MapWireGroup(NativeApi.Path, protocol).WithTags("Callbacks").MapGet("/{id}/deliveries", OfJobAsync)
            .WithSummary("Tells what was sent about the job's end, with every attempt")
            .Answers(DeliveryExamples.List)
            .Answers(NativeJson.NotFound());

        var deliveries = endpoints.MapWireGroup(Path, protocol).WithTags("Callbacks");
        deliveries.MapPost("/{id:guid}/resend", ResendAsync)
            .WithSummary("Sends a delivery again that has ended, under the same id")
            .Answers(DeliveryExamples.Resent)
            .Answers(DeliveryJson.NotFound())
            .Answers(DeliveryJson.NotEnded());
        deliveries.MapPost("/resend", ResendManyAsync)
            .WithSummary("Sends all deliveries again that have ended and match")
            .Answers(DeliveryExamples.Resent)
            .Answers(DeliveryJson.NoFilter());
    }

    private static async Task<IResult> OfJobAsync(string id, Caller caller, JobService jobs, DeliveryDesk desk, CancellationToken cancellationToken) =>
        await jobs.FindAsync(id, caller.Scope, cancellationToken) is { } job
            ? Results.Json(new DeliveryList([.. (await desk.OfJobAsync(job.Id, cancellationToken)).Select(DeliveryView.Of)]))
            : NativeJson.NotFound();

    private static async Task<IResult> ResendAsync(Guid id, Caller caller, DeliveryDesk desk, CancellationToken cancellationToken) =>
        await desk.SendAgainAsync(caller.Scope, new DeliveryFilter { Id = id }, cancellationToken) == 1 ? Results.Json(new ResentDeliveries(1))
        : await desk.IsThereAsync(id, caller.Scope, cancellationToken)
            ? DeliveryJson.NotEnded()
        : DeliveryJson.NotFound();

    private static async Task<IResult> ResendManyAsync([AsParameters] ResendQuery query, Caller caller, DeliveryDesk desk, CancellationToken cancellationToken)
    {
        DeliveryState? state = null;
        if (query.State is { } word)
        {
            state = word.ToLowerInvariant() switch { "delivered" => DeliveryState.Delivered, "failed" => DeliveryState.Failed, _ => null };
            if (state is null)
                return NativeJson.Problem(StatusCodes.Status400BadRequest, "The state must be delivered or failed.");
        }

        // Nobody means all that there ever was.
        if (query == new ResendQuery())
            return DeliveryJson.NoFilter();

        var filter = new DeliveryFilter { JobId = query.Job, State = state, Url = query.Url, From = query.From?.ToUniversalTime(), To = query.To?.ToUniversalTime() };
        return Results.Json(new ResentDeliveries(await desk.SendAgainAsync(caller.Scope, filter, cancellationToken)));
    }
}
