namespace AsrService.Hosting;

/// <summary>What a node does; several are joined by commas in the configuration.</summary>
[Flags]
internal enum NodeRoles
{
    /// <summary>Nothing; refused at start-up.</summary>
    None = 0,

    /// <summary>Serves the wire protocols.</summary>
    Api = 1,

    /// <summary>Runs jobs.</summary>
    Worker = 2,

    /// <summary>Serves the dashboard.</summary>
    Dashboard = 4,
}
