using AsrService.Audio;
using AsrService.Data.Queue;
using AsrService.Data.Sessions;
using AsrService.Data.Storage;
using AsrService.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AsrService.Dashboard;

/// <summary>How the installation stands: the first page.</summary>
internal static class OverviewPageApi
{
    public static void MapOverview(this RouteGroupBuilder pages) => pages.MapGet("", ShowAsync);

    private static async Task<IResult> ShowAsync(
        QueueOverview queue, SessionOverview sessions, IOptions<RecognitionOptions> recognition, AsrOptions options, DataDirectory data, CancellationToken cancellationToken)
    {
        var disk = new DriveInfo(data.Root);
        var model = recognition.Value;
        return new RazorComponentResult<OverviewPage>(new
        {
            Open = await queue.OpenAsync(cancellationToken),
            Sessions = await sessions.CountAsync(cancellationToken),
            Hour = await queue.LastHourAsync(cancellationToken),
            Nodes = await queue.NodesAsync(cancellationToken),
            ThisNode = new (string, string)[]
            {
                ("Model", model.Model),
                ("Threads of a window", Words.Number(model.EffectiveThreads, "0")),
                ("Windows at once", Words.Number(model.EffectiveWindows, "0")),
                ("Jobs at once", options.Roles.HasFlag(NodeRoles.Worker) ? Words.Number(options.Workers.EffectiveConcurrency(model.EffectiveWindows), "0") : "none: it is no worker"),
                ("Free disk", $"{Gigabytes(disk.AvailableFreeSpace)} of {Gigabytes(disk.TotalSize)} GB"),
            },
        });
    }

    private static string Gigabytes(long bytes) => Words.Number(bytes / 1e9);
}
