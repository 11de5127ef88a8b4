using AsrService.Core.Jobs;

namespace AsrService.Data.Storage;

/// <summary>A complete file in the spool, deleted when it is disposed unless it has been moved.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Name">A name that nothing else has.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256.</param>
internal sealed record SpoolFile(string Path, string Name, long Bytes, byte[] Sha256) : IAudioFile
{
    public ValueTask DisposeAsync()
    {
        File.Delete(Path);
        return ValueTask.CompletedTask;
    }
}
