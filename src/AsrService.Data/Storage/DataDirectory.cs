using AsrService.Core;

namespace AsrService.Data.Storage;

/// <summary>The places inside <c>Asr:DataDirectory</c>. An empty directory is a fresh installation.</summary>
internal sealed class DataDirectory
{
    /// <summary>The end of the name of a file in the spool: an upload that is not complete, or audio on loan from a store elsewhere.</summary>
    public const string UploadSuffix = ".part";

    /// <summary>Makes the directory if need be.</summary>
    /// <param name="path">Relative paths count from the working directory.</param>
    /// <exception cref="StartUpException">It cannot be made.</exception>
    public DataDirectory(string path)
    {
        Root = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Root);
            Directory.CreateDirectory(Spool);
            Directory.CreateDirectory(Blobs);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartUpException($"The data directory {Root} cannot be used: {exception.Message} Set Asr__DataDirectory to one that can.");
        }
    }

    /// <summary>The directory itself.</summary>
    public string Root { get; }

    /// <summary>Uploads while they arrive, and copies of audio that lies elsewhere.</summary>
    public string Spool => Path.Combine(Root, "spool");

    /// <summary>Audio of accepted jobs, unless it lies elsewhere.</summary>
    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>The private PostgreSQL cluster.</summary>
    public string Cluster => Path.Combine(Root, "postgres");

    /// <summary>Locked by the process that keeps the cluster.</summary>
    public string ClusterLock => Path.Combine(Root, "postgres.lock");
}
