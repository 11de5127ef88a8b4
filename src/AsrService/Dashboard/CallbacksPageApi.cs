using System.Globalization;
using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;
using AsrService.Data.Callbacks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AsrService.Dashboard;

/// <summary>Callbacks that do not arrive.</summary>
internal static class CallbacksPageApi
{
    public const string Path = DashboardExtensions.Path + "/callbacks";

    private const int MaxRows = 100;

    public static void MapCallbacks(this RouteGroupBuilder pages)
    {
        pages.MapGet("/callbacks", ShowAsync);
        pages.MapPost("/callbacks/enable", EnableAsync);
        pages.MapPost("/callbacks/resend", ResendAsync);

        // Where a page that answered a form is asked for again.
        pages.MapGet("/callbacks/{action}", () => Results.LocalRedirect(Path));
    }

    private static async Task<IResult> ShowAsync(DeliveryDesk desk, CancellationToken cancellationToken) => new RazorComponentResult<CallbacksPage>(new
    {
        Endpoints = await desk.FailingAsync(MaxRows, cancellationToken),
        Failed = await desk.FailedAsync(MaxRows, cancellationToken),
    });

    private static async Task<IResult> EnableAsync(IFormCollection form, DeliveryDesk desk, CancellationToken cancellationToken) =>
        long.TryParse(form["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await desk.EnableAsync(id, cancellationToken)
            ? Results.LocalRedirect(Path) : Results.NotFound();

    private static async Task<IResult> ResendAsync(IFormCollection form, DeliveryDesk desk, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(form["id"], out var id) || !await desk.IsThereAsync(id, JobScope.Everything, cancellationToken))
            return Results.NotFound();

        // None where another operator was faster, which is as well.
        await desk.SendAgainAsync(JobScope.Everything, new DeliveryFilter { Id = id }, cancellationToken);
        return Results.LocalRedirect(Path);
    }
}
