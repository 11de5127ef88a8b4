namespace AsrService.Core.Jobs;

/// <summary>A job's class. No job of a class starts while one of a class above waits.</summary>
public enum JobPriority
{
    /// <summary>Somebody is waiting for it.</summary>
    Interactive,

    /// <summary>What protocols that do not say are given.</summary>
    Normal,

    /// <summary>When there is nothing else to do.</summary>
    Bulk,
}
