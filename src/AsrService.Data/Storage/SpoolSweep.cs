using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AsrService.Data.Storage;

/// <summary>Removes what uploads and downloads left in the spool when a server was killed.</summary>
internal sealed class SpoolSweep(DataDirectory data, TimeProvider time, ILogger<SpoolSweep> log) : IHostedService
{
    // Another node may use the same directory: what arrives is written to all the time, and what FFmpeg reads it holds open.
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var limit = time.GetUtcNow() - Age;
        foreach (var file in new DirectoryInfo(data.Spool).EnumerateFiles("*" + DataDirectory.UploadSuffix).Where(file => file.LastWriteTimeUtc < limit.UtcDateTime))
        {
            log.LogInformation("Removing {File}, left by a server that was killed", file.Name);
            file.Delete();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
