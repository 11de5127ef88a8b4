using System.Globalization;

namespace AsrService.Data.Cluster;

/// <summary>Finds PostgreSQL's programs, which Debian keeps off the PATH.</summary>
internal static class PostgresBinaries
{
    private const string DebianRoot = "/usr/lib/postgresql";

    /// <summary>The directory with <c>initdb</c> and <c>pg_ctl</c>.</summary>
    /// <param name="majorVersion">An existing cluster's version, which no other version can open; null for the newest.</param>
    public static string Find(string? majorVersion)
    {
        if (Directory.Exists(DebianRoot))
        {
            var found = Directory.EnumerateDirectories(DebianRoot)
                .Where(directory => File.Exists(Path.Combine(directory, "bin", "pg_ctl")))
                .Where(directory => majorVersion is null || Path.GetFileName(directory) == majorVersion)
                .MaxBy(directory => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var version) ? version : 0);
            if (found is not null)
                return Path.Combine(found, "bin");
        }

        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .FirstOrDefault(directory => File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "pg_ctl")));
        return onPath ?? throw new ClusterException(majorVersion is null
            ? "PostgreSQL is not installed. Install it (Debian: apt-get install postgresql) or name a database in ConnectionStrings__Asr."
            : $"The data directory holds a PostgreSQL {majorVersion} cluster, but PostgreSQL {majorVersion} is not installed.");
    }
}
