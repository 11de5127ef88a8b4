using AsrService.Data.Clients;
using AsrService.Data.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AsrService.Dashboard;

/// <summary>Who is speaking, and what was understood so far.</summary>
internal static class SessionsPageApi
{
    public const string Path = DashboardExtensions.Path + "/sessions";

    private const int PageSize = 50;
    private const int MaxClosed = 20;

    public static void MapSessions(this RouteGroupBuilder pages) => pages.MapGet("/sessions", ShowAsync);

    private static async Task<IResult> ShowAsync(
        string? before, HttpContext context, DashboardOptions options, SessionOverview sessions, ClientNames names, CancellationToken cancellationToken)
    {
        // One more than is shown tells whether there is a next page.
        var last = Guid.TryParse(before, out var cursor) ? cursor : (Guid?)null;
        var found = await sessions.ListAsync(last, PageSize + 1, last is null ? MaxClosed : 0, cancellationToken);
        var open = found.Where(session => session.State != SessionState.Closed).ToList();
        return new RazorComponentResult<SessionsPage>(new
        {
            Open = open.Take(PageSize).ToList(),
            Closed = found.Except(open).ToList(),
            HasMore = open.Count > PageSize,
            IsFirst = last is null,
            Names = await names.ReadAsync(cancellationToken),
            SeesText = DashboardSession.MaySeeText(context.User, options),
        });
    }
}
