using AsrService.Core.Jobs;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Queue;

/// <summary>What callers and filters mean, as conditions on rows.</summary>
internal static class JobQueries
{
    /// <summary>Those that are in the scope and match the filter, the newest first.</summary>
    /// <param name="jobs">The rows.</param>
    /// <param name="filter">Which.</param>
    /// <param name="scope">Whose.</param>
    /// <param name="before">Where the last page ended: only jobs accepted before that one. Null for the first page.</param>
    public static IQueryable<JobRow> Matching(this IQueryable<JobRow> jobs, JobFilter filter, JobScope scope, Guid? before)
    {
        jobs = jobs.In(scope);
        if (filter.States is { } states)
            jobs = jobs.Where(job => states.Contains(job.State));
        if (filter.Client is { } client)
            jobs = jobs.Where(job => job.Client == client);
        if (filter.Protocol is { } protocol)
            jobs = jobs.Where(job => job.Protocol == protocol);
        if (filter.From is { } from)
            jobs = jobs.Where(job => job.CreatedAt >= from);
        if (filter.To is { } to)
            jobs = jobs.Where(job => job.CreatedAt < to);
        if (filter.Error is { } text)
            jobs = jobs.Where(job => EF.Functions.ILike(job.Error!, $"%{Escape(text)}%", "\\"));
        if (before is { } last)
            jobs = jobs.Where(job => job.Id < last);

        // Ids are of version 7: their order is that of time, and the key's index is the page's.
        return jobs.OrderByDescending(job => job.Id);
    }

    /// <summary>Those that the caller sees.</summary>
    public static IQueryable<JobRow> In(this IQueryable<JobRow> jobs, JobScope scope) =>
        scope.IsEverything ? jobs : jobs.Where(job => job.Client == scope.Client);

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
