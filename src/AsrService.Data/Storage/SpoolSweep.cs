using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AsrService.Data.Storage;

/// <summary>Removes what uploads left in the spool when a server was killed.</summary>
internal sealed class SpoolSweep(DataDirectory data, TimeProvider time, ILogger<SpoolSweep> log) : IHostedService
{
    // Another node may be receiving into the same directory; an upload that lives is written to all the time.
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var limit = time.GetUtcNow() - Age;
        foreach (var file in new DirectoryInfo(data.Spool).EnumerateFiles("*" + DataDirectory.UploadSuffix).Where(file => file.LastWriteTimeUtc < limit))
        {
            log.LogInformation("Removing {File}, left by an upload that was cut off by the end of its server", file.Name);
            file.Delete();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
