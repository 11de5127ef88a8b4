using System.Globalization;
using AsrService.Core;

namespace AsrService.Data.Cluster;

/// <summary>Finds PostgreSQL's programs, which Debian keeps off the PATH.</summary>
internal static class PostgresBinaries
{
    private const string DebianRoot = "/usr/lib/postgresql";

    /// <summary>The directory with <c>initdb</c> and <c>pg_ctl</c>.</summary>
    /// <param name="majorVersion">An existing cluster's version, which no other version can open; null for the newest.</param>
    /// <param name="cancellationToken">Stops asking programs for their version.</param>
    /// <exception cref="StartUpException">There is none.</exception>
    public static async Task<string> FindAsync(string? majorVersion, CancellationToken cancellationToken)
    {
        foreach (var directory in Candidates())
        {
            if (majorVersion is null || await VersionOfAsync(directory, cancellationToken) == majorVersion)
                return directory;
        }

        throw new StartUpException(majorVersion is null
            ? "PostgreSQL is not installed. Install it (Debian: apt-get install postgresql) or name a database in ConnectionStrings__Asr."
            : $"The data directory holds a PostgreSQL {majorVersion} cluster, but PostgreSQL {majorVersion} is not installed. Install it (Debian: apt-get install postgresql-{majorVersion}).");
    }

    private static IEnumerable<string> Candidates()
    {
        var debian = Directory.Exists(DebianRoot) ? Directory.GetDirectories(DebianRoot) : [];
        return debian
            .OrderByDescending(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(directory => Path.Combine(directory, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .Where(directory => File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "pg_ctl")));
    }

    // "pg_ctl (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    private static async Task<string?> VersionOfAsync(string directory, CancellationToken cancellationToken)
    {
        var (_, output) = await ClusterCommand.TryAsync([Path.Combine(directory, "pg_ctl"), "--version"], cancellationToken);
        return output.Split(' ').ElementAtOrDefault(2)?.Split('.')[0];
    }
}
