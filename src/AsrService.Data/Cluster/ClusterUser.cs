using AsrService.Core;

namespace AsrService.Data.Cluster;

/// <summary>
/// The user that the cluster's programs run as. PostgreSQL refuses root, so for root they run as the package's user
/// <c>postgres</c>; where that user cannot enter the data directory (below /root, or a private temporary directory) they
/// run in a user namespace, in which root's files appear to belong to <c>postgres</c>.
/// </summary>
internal sealed class ClusterUser
{
    private readonly string[] prefix;
    private readonly bool ownsFiles;

    private ClusterUser(bool ownsFiles, params string[] prefix)
    {
        this.prefix = prefix;
        this.ownsFiles = ownsFiles;
    }

    /// <summary>Chooses the user for a cluster in <paramref name="dataDirectory"/>.</summary>
    public static async Task<ClusterUser> ChooseAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ClusterUser(ownsFiles: true);

        var postgres = new ClusterUser(false, "runuser", "-u", "postgres", "--");
        if (await postgres.CanAsync(cancellationToken, "test", "-x", dataDirectory))
            return postgres;

        var mapped = new ClusterUser(true, "unshare", "--user", "--map-user=postgres", "--map-group=postgres", "--");
        if (await mapped.CanAsync(cancellationToken, "test", "-x", dataDirectory))
            return mapped;

        throw new StartUpException(
            $"PostgreSQL does not run as root, and the user postgres cannot enter {dataDirectory}. " +
            "Set Asr__DataDirectory to a directory that it can enter, or name a database in ConnectionStrings__Asr.");
    }

    /// <summary>Makes a directory that only this user (and root) can enter.</summary>
    /// <exception cref="StartUpException">It is there already and belongs to somebody else.</exception>
    public async Task MakeDirectoryAsync(string path, CancellationToken cancellationToken)
    {
        if (ownsFiles)
        {
            // Setting the mode of what somebody else put there fails, which is the point.
            try
            {
                Directory.CreateDirectory(path);
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                return;
            }
            catch (UnauthorizedAccessException)
            {
                throw new StartUpException($"{path} belongs to another user. Remove it, or set Asr__DataDirectory to another directory.");
            }
        }

        await ClusterCommand.RunAsync(["install", "-d", "-o", "postgres", "-m", "700", path], cancellationToken);
    }

    /// <summary>Runs a program as this user.</summary>
    /// <exception cref="StartUpException">It failed; the message has its output.</exception>
    public Task RunAsync(CancellationToken cancellationToken, params string[] command) =>
        ClusterCommand.RunAsync([.. prefix, .. command], cancellationToken);

    /// <summary>Whether a program run as this user succeeds.</summary>
    public async Task<bool> CanAsync(CancellationToken cancellationToken, params string[] command) =>
        (await ClusterCommand.TryAsync([.. prefix, .. command], cancellationToken)).ExitCode == 0;
}
