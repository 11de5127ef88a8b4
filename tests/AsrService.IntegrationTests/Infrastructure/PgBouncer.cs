using System.Globalization;
using AsrService.Benchmarks.Running;
using AsrService.Data.Cluster;
using Npgsql;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>PgBouncer in transaction mode, in front of the tests' PostgreSQL: two statements of a client outside a transaction may meet two sessions.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private const int Port = 6432; // Names the socket, nothing more.

    private static readonly string Program = File.Exists("/usr/sbin/pgbouncer") ? "/usr/sbin/pgbouncer" : "pgbouncer";

    private readonly AsrService.Tests.TemporaryDirectory directory = new();

    private PgBouncer()
    {
    }

    /// <summary>Starts it in front of the PostgreSQL that a connection string names.</summary>
    public static async Task<PgBouncer> StartAsync(string connectionString)
    {
        var bouncer = new PgBouncer();
        var directory = bouncer.directory;
        directory.Write("users", "\"asr\" \"\"\n");
        var settings = directory.Write("pgbouncer.ini", $"""
            [databases]
            * = host={new NpgsqlConnectionStringBuilder(connectionString).Host}

            [pgbouncer]
            pool_mode = transaction
            default_pool_size = 4
            listen_port = {Port}
            unix_socket_dir = {directory.Path}
            auth_type = trust
            auth_file = {directory.File("users")}
            logfile = {directory.File("log")}
            pidfile = {directory.File("pid")}
            """);

        // It refuses root as PostgreSQL does. In the background, it has its socket when this returns.
        var user = await ClusterUser.ChooseAsync(directory.Path, TestContext.Current.CancellationToken);
        await user.RunAsync(TestContext.Current.CancellationToken, Program, "-d", settings);
        return bouncer;
    }

    /// <summary>The same database through this.</summary>
    public string Through(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Host = directory.Path,
        Port = Port,
        NoResetOnClose = true,
    }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        var pid = int.Parse(await File.ReadAllTextAsync(directory.File("pid")), CultureInfo.InvariantCulture);
        Native.Send(pid, UnixSignal.Terminate);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (File.Exists(directory.File("pid")))
            await timer.WaitForNextTickAsync();
        directory.Dispose();
    }
}
