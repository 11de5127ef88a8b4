using AsrService.Benchmarks.Running;

namespace AsrService.Benchmarks.Chaos;

/// <summary>One API node and several workers on one data directory and one PostgreSQL, and what is done to them.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const string Database = "chaos";

    private readonly TemporaryDirectory data = new();
    private readonly List<(string Name, NodeProcess Process)> workers = [];
    private readonly List<Loss> losses = [];
    private LocalPostgres? postgres;
    private NodeProcess? api;
    private (string Name, NodeProcess Process)? frozen;
    private int started;

    /// <summary>Workers that were killed or frozen.</summary>
    public IReadOnlyList<Loss> Losses => losses;

    /// <summary>Number of workers that were killed.</summary>
    public int Kills { get; private set; }

    /// <summary>When PostgreSQL was stopped; null if it was not.</summary>
    public Outage? Outage { get; private set; }

    /// <summary>Where the API node listens.</summary>
    public Uri Api => api!.Address;

    /// <summary>The database, for an observer.</summary>
    public string ConnectionString => postgres!.ConnectionString(Database, "observer");

    /// <summary>Starts everything.</summary>
    public async Task StartAsync(int count, CancellationToken cancellationToken)
    {
        postgres = await LocalPostgres.StartAsync(cancellationToken);
        api = await StartNodeAsync("api", "Api", cancellationToken);
        for (var i = 0; i < count; i++)
            await AddWorkerAsync(cancellationToken);
    }

    /// <summary>Starts another worker.</summary>
    public async Task AddWorkerAsync(CancellationToken cancellationToken)
    {
        var name = $"worker-{++started}";
        workers.Add((name, await StartNodeAsync(name, "Worker", cancellationToken)));
    }

    /// <summary>Kills a worker by chance, and its FFmpeg with it; not the one that is frozen.</summary>
    public async Task KillAsync()
    {
        var victim = Choose();
        victim.Process.SignalAll(UnixSignal.Kill);
        losses.Add(new Loss(victim.Name, TimeProvider.System.GetUtcNow()));
        Kills++;
        workers.Remove(victim);
        await victim.Process.DisposeAsync();
    }

    /// <summary>Lets a worker stand still for a while, as a machine without memory or a suspended virtual one does.</summary>
    public async Task FreezeAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var victim = Choose();
        frozen = victim;
        victim.Process.SignalAll(UnixSignal.Stop);
        losses.Add(new Loss(victim.Name, TimeProvider.System.GetUtcNow()));
        await Task.Delay(time, cancellationToken);
        victim.Process.SignalAll(UnixSignal.Continue);
        frozen = null;
    }

    /// <summary>Stops PostgreSQL for a while as a crash does; a worker dies meanwhile.</summary>
    public async Task StopDatabaseAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var from = TimeProvider.System.GetUtcNow();
        await postgres!.StopAsync();
        await KillAsync();
        await Task.Delay(time, cancellationToken);
        await postgres.StartAgainAsync();
        Outage = new Outage(from, TimeProvider.System.GetUtcNow());
        await AddWorkerAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process) in workers)
            await process.DisposeAsync();
        if (api is not null)
            await api.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
        data.Dispose();
    }

    private (string Name, NodeProcess Process) Choose()
    {
        var candidates = workers.Where(worker => worker != frozen).ToList();
        return candidates[Random.Shared.Next(candidates.Count)];
    }

    private Task<NodeProcess> StartNodeAsync(string name, string role, CancellationToken cancellationToken) => NodeProcess.StartAsync(
        [
            new("ConnectionStrings__Asr", postgres!.ConnectionString(Database, name)),
            new("Asr__DataDirectory", data.Path),
            new("Asr__Roles", role),
            new("Asr__Workers__Concurrency", "1"),
            new("Asr__Whisper__ThreadsPerJob", "1"),
            new("Serilog__MinimumLevel__Default", "Warning"),
        ],
        cancellationToken);
}
