namespace AsrService.Core.Jobs;

/// <summary>Audio of <see cref="IAudioStore"/> as a file on this machine, until it is disposed.</summary>
public interface IAudioFile : IAsyncDisposable
{
    /// <summary>The file's path.</summary>
    string Path { get; }
}
