using AsrService.Core.Jobs;
using AsrService.Core.Uploads;
using AsrService.Data.Model;
using AsrService.Data.Storage;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Uploads;

/// <summary>Users' files in PostgreSQL.</summary>
internal sealed class UploadStore(IDbContextFactory<AsrDbContext> contexts, RetentionOptions retention, TimeProvider time) : IUploadStore
{
    /// <summary>How long an expired file is still there for the jobs that were made of it in its last moments.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    public async Task<Upload?> KeepAsync(UserFile file, StoredAudio audio, string? client, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // The same bytes that come twice at once are looked for one after the other; the rows are locked against their removal.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({BitConverter.ToInt64(audio.Sha256)})", cancellationToken);
        var userKey = file.UserKey;
        var same = await db.Uploads.FromSql(
            $"""
            select * from uploads where user_key = {userKey} and client is not distinct from {client} and audio_sha256 = {audio.Sha256}
            order by uploaded_at desc for update
            """).ToListAsync(cancellationToken);

        var kept = file.Id is null ? same.FirstOrDefault() : same.Find(row => row.FileId == file.Id);
        if (kept is not null)
        {
            (kept.Name, kept.Extension, kept.UploadedAt) = (file.Name ?? kept.Name, file.Extension ?? kept.Extension, time.GetUtcNow());
        }
        else if (file.Id is not null && await db.Uploads.AnyAsync(row => row.FileId == file.Id && row.Client == client, cancellationToken))
        {
            return null;
        }
        else
        {
            db.Uploads.Add(kept = RowOf(file, userKey, same.Count > 0 ? Of(same[0]).Audio : audio, client));
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (AsrDbContext.IsViolationOf(exception, AsrDbContext.FileIdIndex))
        {
            // Another file came under the same id at the same moment.
            return null;
        }

        // Not with the request's token: a caller who hangs up now must not leave the outcome open.
        await transaction.CommitAsync(CancellationToken.None);
        return Of(kept);
    }

    public async Task<Upload?> FindAsync(UserFile file, string? client, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var files = Living(db, client);
        if (file.Id is null || file.User.Length > 0)
            files = files.Where(row => row.UserKey == file.UserKey);
        var extension = file.Extension ?? UserFile.DefaultExtension;
        files = file.Id is not null ? files.Where(row => row.FileId == file.Id)
            : file.Name is not null ? files.Where(row => row.Name == file.Name)
            : files.Where(row => row.Extension == extension);
        return await files.OrderByDescending(row => row.UploadedAt).FirstOrDefaultAsync(cancellationToken) is { } found ? Of(found) : null;
    }

    public async Task<IReadOnlyList<Upload>> ListAsync(UserFile user, string? client, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Living(db, client).Where(row => row.UserKey == user.UserKey).OrderByDescending(row => row.UploadedAt).Take(limit).ToListAsync(cancellationToken);
        return [.. rows.Select(Of)];
    }

    private IQueryable<UploadRow> Living(AsrDbContext db, string? client)
    {
        var oldest = time.GetUtcNow() - retention.Uploads;
        return db.Uploads.AsNoTracking().Where(row => row.Client == client && row.UploadedAt > oldest);
    }

    private UploadRow RowOf(UserFile file, byte[] userKey, StoredAudio audio, string? client)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var fileId = file.Id ?? id.ToString();
        var extension = file.Extension ?? UserFile.DefaultExtension;
        return new UploadRow
        {
            Id = id,
            Client = client,
            UserName = file.User,
            UserKey = userKey,
            FileId = fileId,
            Name = file.Name ?? $"{fileId}.{extension}",
            Extension = extension,
            AudioKey = audio.Key,
            AudioBytes = audio.Bytes,
            AudioSha256 = audio.Sha256,
            UploadedAt = now,
        };
    }

    private static Upload Of(UploadRow row) =>
        new(row.FileId, row.UserName, row.Name, row.Extension, new StoredAudio(row.AudioKey, row.AudioBytes, row.AudioSha256), row.AudioSeconds, row.UploadedAt);
}
