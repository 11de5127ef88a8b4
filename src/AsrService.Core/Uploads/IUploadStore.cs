using AsrService.Core.Jobs;

namespace AsrService.Core.Uploads;

/// <summary>The users' files. Those of another client are not there.</summary>
public interface IUploadStore
{
    /// <summary>Notes a file. The same bytes of the same user are noted once, unless they come under another id.</summary>
    /// <param name="file">What is said of it.</param>
    /// <param name="audio">Its bytes; where the user has the same already, what is returned names those instead.</param>
    /// <param name="client">Who sends it; null where nobody has to say who they are.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>Null when the id is that of another file.</returns>
    Task<Upload?> KeepAsync(UserFile file, StoredAudio audio, string? client, CancellationToken cancellationToken);

    /// <summary>The file that is meant: by its id, else by its name, else the user's newest of that extension; null when there is none.</summary>
    /// <remarks>An id without a user is looked for among the files of all users of the client.</remarks>
    Task<Upload?> FindAsync(UserFile file, string? client, CancellationToken cancellationToken);

    /// <summary>A user's newest files, newest first.</summary>
    Task<IReadOnlyList<Upload>> ListAsync(UserFile user, string? client, int limit, CancellationToken cancellationToken);
}
