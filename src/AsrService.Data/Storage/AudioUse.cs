using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Storage;

/// <summary>Recordings are shared: by a user's files of the same bytes, and by the jobs that transcribe them. Each goes with the last row that names it.</summary>
internal static class AudioUse
{
    /// <summary>Those of the recordings that no row names any more. To be asked after the rows are gone.</summary>
    public static async Task<IReadOnlyList<string>> UnusedAsync(AsrDbContext db, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
            return [];

        // What is marked as removed and is still there was left when the store was away.
        var used = await db.Jobs.Where(job => job.AudioKey != null && keys.Contains(job.AudioKey) && job.AudioDeletedAt == null).Select(job => job.AudioKey!)
            .Concat(db.Uploads.Where(upload => keys.Contains(upload.AudioKey)).Select(upload => upload.AudioKey))
            .ToListAsync(cancellationToken);
        return [.. keys.Except(used)];
    }
}
