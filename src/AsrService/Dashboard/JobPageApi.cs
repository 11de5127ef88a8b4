using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;
using AsrService.Data.Callbacks;
using AsrService.Data.Clients;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AsrService.Dashboard;

/// <summary>A job, and what can be done to it.</summary>
internal static class JobPageApi
{
    public static void MapJob(this RouteGroupBuilder pages)
    {
        pages.MapGet("/jobs/{id:guid}", ShowAsync);
        pages.MapPost("/jobs/{id:guid}/cancel", Change((jobs, id, token) => jobs.CancelAsync(id, JobScope.Everything, token)));
        pages.MapPost("/jobs/{id:guid}/retry", Change((jobs, id, token) => jobs.RetryAsync(id, JobScope.Everything, token)));
        pages.MapPost("/jobs/{id:guid}/delete", DeleteAsync);
        pages.MapPost("/jobs/{id:guid}/resend", ResendAsync);
    }

    private static async Task<IResult> ShowAsync(
        Guid id, HttpContext context, DashboardOptions options, JobService jobs, DeliveryDesk desk, ClientNames names, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(id, JobScope.Everything, cancellationToken) is not { } job)
            return Results.NotFound();

        return new RazorComponentResult<JobPage>(new
        {
            Job = job,
            Attempts = await jobs.AttemptsAsync(id, cancellationToken),
            Deliveries = await desk.OfJobAsync(id, cancellationToken),
            Client = job.Client is { } client ? (await names.ReadAsync(cancellationToken)).GetValueOrDefault(client, client) : Words.Nobody,
            HasAudio = await jobs.HasAudioAsync(id, JobScope.Everything, cancellationToken),
            SeesText = DashboardSession.MaySeeText(context.User, options),
        });
    }

    private static Delegate Change(Func<JobService, Guid, CancellationToken, Task<bool>> change) =>
        async (Guid id, IFormCollection form, JobService jobs, CancellationToken cancellationToken) =>
            await change(jobs, id, cancellationToken) ? Results.LocalRedirect($"{JobsPageApi.Path}/{id}")
            : Results.StatusCode(await jobs.FindAsync(id, JobScope.Everything, cancellationToken) is null ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict);

    private static async Task<IResult> DeleteAsync(Guid id, IFormCollection form, JobService jobs, CancellationToken cancellationToken) =>
        await jobs.DeleteAsync(id, JobScope.Everything, cancellationToken)
            ? Results.LocalRedirect($"{JobsPageApi.Path}?did={JobsAction.Delete.Word}&count=1")
            : Results.NotFound();

    private static async Task<IResult> ResendAsync(Guid id, IFormCollection form, DeliveryDesk desk, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(form["id"], out var delivery))
            return Results.NotFound();

        // None where it is sent already, which is as well.
        await desk.SendAgainAsync(JobScope.Everything, new DeliveryFilter { Id = delivery, JobId = id }, cancellationToken);
        return Results.LocalRedirect($"{JobsPageApi.Path}/{id}");
    }
}
