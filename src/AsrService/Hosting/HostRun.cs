namespace AsrService.Hosting;

/// <summary>Runs a server from its start to its end.</summary>
internal static class HostRun
{
    /// <summary>Starts it, and waits until it is told to stop. Where it cannot start, what has begun is stopped in order before that is told.</summary>
    public static async Task RunToEndAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            // Torn away with the host, background services would fill the log with what became of them.
            await app.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await app.WaitForShutdownAsync();
    }
}
