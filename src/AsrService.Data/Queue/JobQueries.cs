using System.Buffers.Binary;
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
        {
            var first = IdAt(from, ulong.MinValue);
            jobs = jobs.Where(job => job.Id >= first && job.CreatedAt >= from);
        }

        if (filter.To is { } to)
        {
            var last = IdAt(to, ulong.MaxValue);
            jobs = jobs.Where(job => job.Id <= last && job.CreatedAt < to);
        }

        if (filter.Error is { } text)
            jobs = jobs.Where(job => EF.Functions.ILike(job.Error!, $"%{Escape(text)}%", "\\"));
        if (before is { } shown)
            jobs = jobs.Where(job => job.Id < shown);

        // Ids are of version 7: their order is that of time, and the key's index is the page's.
        return jobs.OrderByDescending(job => job.Id);
    }

    /// <summary>Those that the caller sees.</summary>
    public static IQueryable<JobRow> In(this IQueryable<JobRow> jobs, JobScope scope) =>
        scope.IsEverything ? jobs : jobs.Where(job => job.Client == scope.Client);

    // The first or the last id of a moment. Ids begin with their milliseconds, so that times too are found by the key.
    private static Guid IdAt(DateTimeOffset time, ulong rest)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)Math.Max(0, time.ToUnixTimeMilliseconds()) << 16) | (ushort)rest);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), rest);
        return new Guid(bytes, bigEndian: true);
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
