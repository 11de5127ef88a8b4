using System.Globalization;
using AsrService.Core.Jobs;
using AsrService.Data.Clients;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AsrService.Dashboard;

/// <summary>The list of jobs, and what is done to all that match.</summary>
internal static class JobsPageApi
{
    public const string Path = DashboardExtensions.Path + "/jobs";

    private const int PageSize = 50;

    public static void MapJobs(this RouteGroupBuilder pages)
    {
        pages.MapGet("/jobs", ShowAsync);
        MapForAll(pages, JobsAction.Cancel, (jobs, filter, token) => jobs.CancelAsync(filter, JobScope.Everything, token));
        MapForAll(pages, JobsAction.Retry, (jobs, filter, token) => jobs.RetryAsync(filter, JobScope.Everything, token));
        MapForAll(pages, JobsAction.Delete, (jobs, filter, token) => jobs.DeleteAsync(filter, JobScope.Everything, token));
    }

    private static void MapForAll(RouteGroupBuilder pages, JobsAction action, Func<JobService, JobFilter, CancellationToken, Task<int>> act)
    {
        pages.MapGet($"/jobs/all/{action.Word}", (HttpRequest request, ClientNames names, CancellationToken cancellationToken) =>
            ConfirmAsync(action, JobListQuery.Of(request.Query), names, cancellationToken));
        pages.MapPost($"/jobs/all/{action.Word}", async (IFormCollection form, JobService jobs, CancellationToken cancellationToken) =>
        {
            var query = JobListQuery.Of(form);
            return query.ToFilter().Filter is { IsEverything: false } filter
                ? Results.LocalRedirect(query.Link(Path, ("did", action.Word), ("count", (await act(jobs, filter, cancellationToken)).ToString(CultureInfo.InvariantCulture))))
                : Results.LocalRedirect(query.Link(Path));
        });
    }

    private static async Task<IResult> ShowAsync(
        HttpRequest request, string? id, string? before, string? did, int? count, JobService jobs, ClientNames names, CancellationToken cancellationToken)
    {
        id = id?.Trim();
        if (!string.IsNullOrEmpty(id) && !id.Contains('\0', StringComparison.Ordinal) && await jobs.FindAsync(id, JobScope.Everything, cancellationToken) is { } wanted)
            return Results.LocalRedirect($"{Path}/{wanted.Id}");

        var query = JobListQuery.Of(request.Query);
        var (filter, fault) = query.ToFilter();
        fault = string.IsNullOrEmpty(id) ? fault : $"There is no job {id}.";
        var last = Guid.TryParse(before, out var cursor) ? cursor : (Guid?)null;

        // One more than is shown tells whether there is a next page.
        var found = filter is null ? [] : await jobs.ListAsync(filter, JobScope.Everything, last, PageSize + 1, cancellationToken);
        return new RazorComponentResult<JobsPage>(new
        {
            Query = query,
            Fault = fault,
            Jobs = found.Take(PageSize).ToList(),
            HasMore = found.Count > PageSize,
            IsFirst = last is null,
            Names = await names.ReadAsync(cancellationToken),
            Did = JobsAction.Of(did) is { } action && count is { } number ? action.Past(number) : null,
        })
        {
            StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private static async Task<IResult> ConfirmAsync(JobsAction action, JobListQuery query, ClientNames names, CancellationToken cancellationToken) =>
        query.ToFilter().Filter is { IsEverything: false }
            ? new RazorComponentResult<ConfirmPage>(new { Action = action, Query = query, Names = await names.ReadAsync(cancellationToken) })
            : Results.LocalRedirect(query.Link(Path));
}
