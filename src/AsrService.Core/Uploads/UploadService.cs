using AsrService.Core.Jobs;

namespace AsrService.Core.Uploads;

/// <summary>What the wire protocols may do with users' files.</summary>
public sealed class UploadService(IUploadStore uploads, IAudioStore audio)
{
    /// <inheritdoc cref="IUploadStore.KeepAsync"/>
    public async Task<Upload?> KeepAsync(UserFile file, StoredAudio stored, string? client, CancellationToken cancellationToken)
    {
        var kept = await uploads.KeepAsync(file, stored, client, cancellationToken);

        // Only where it is certain that nobody refers to it; what an exception leaves behind is swept.
        if (kept?.Audio.Key != stored.Key)
            await audio.DeleteAsync(stored.Key, CancellationToken.None);
        return kept;
    }

    /// <inheritdoc cref="IUploadStore.FindAsync"/>
    public Task<Upload?> FindAsync(UserFile file, string? client, CancellationToken cancellationToken) => uploads.FindAsync(file, client, cancellationToken);

    /// <inheritdoc cref="IUploadStore.ListAsync"/>
    public Task<IReadOnlyList<Upload>> ListAsync(UserFile user, string? client, int limit, CancellationToken cancellationToken) =>
        uploads.ListAsync(user, client, limit, cancellationToken);
}
