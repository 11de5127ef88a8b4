namespace AsrService.Data.Storage;

/// <summary>The places inside <c>Asr:DataDirectory</c>. An empty directory is a fresh installation.</summary>
public sealed class DataDirectory
{
    /// <summary>Makes the directory if need be.</summary>
    /// <param name="path">Relative paths count from the working directory.</param>
    public DataDirectory(string path)
    {
        Root = Path.GetFullPath(path);
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Spool);
        Directory.CreateDirectory(Blobs);
    }

    /// <summary>The directory itself.</summary>
    public string Root { get; }

    /// <summary>Uploads while they arrive.</summary>
    public string Spool => Path.Combine(Root, "spool");

    /// <summary>Audio of accepted jobs.</summary>
    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>The private PostgreSQL cluster.</summary>
    public string Cluster => Path.Combine(Root, "postgres");

    /// <summary>Locked by the process that keeps the cluster.</summary>
    public string ClusterLock => Path.Combine(Root, "postgres.lock");
}
