namespace AsrService.Data.Storage;

/// <summary>Where audio lies.</summary>
public enum StorageKind
{
    /// <summary>In the data directory, which nodes may share.</summary>
    Directory,

    /// <summary>In a bucket.</summary>
    S3,
}
