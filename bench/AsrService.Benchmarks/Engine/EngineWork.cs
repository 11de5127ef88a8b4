namespace AsrService.Benchmarks.Engine;

/// <summary>What has been done so far.</summary>
/// <param name="ApiStatements">Statements of nodes that take jobs, without BEGIN and COMMIT.</param>
/// <param name="WorkerStatements">Those of workers.</param>
/// <param name="ApiQuartz">Of the former, those on Quartz's tables.</param>
/// <param name="WorkerQuartz">Of the latter.</param>
/// <param name="Commits">Transactions that were committed, those that only read included.</param>
/// <param name="Writes">Transactions that wrote something.</param>
/// <param name="Flushes">Times that the log was flushed to the disk.</param>
/// <param name="FlushMs">How long that took.</param>
/// <param name="LogBytes">Bytes of the log.</param>
/// <param name="Postgres">Processor time of PostgreSQL.</param>
/// <param name="Api">Processor time of nodes that take jobs.</param>
/// <param name="Workers">Processor time of workers.</param>
/// <param name="Load">Processor time of whoever submits and counts.</param>
internal sealed record EngineWork(
    double ApiStatements, double WorkerStatements, double ApiQuartz, double WorkerQuartz, double Commits, double Writes, double Flushes, double FlushMs, double LogBytes,
    TimeSpan Postgres, TimeSpan Api, TimeSpan Workers, TimeSpan Load)
{
    /// <summary>What was done since <paramref name="before"/>, for each of <paramref name="jobs"/>.</summary>
    public EngineWork For(int jobs, EngineWork before) => new(
        (ApiStatements - before.ApiStatements) / jobs,
        (WorkerStatements - before.WorkerStatements) / jobs,
        (ApiQuartz - before.ApiQuartz) / jobs,
        (WorkerQuartz - before.WorkerQuartz) / jobs,
        (Commits - before.Commits) / jobs,
        (Writes - before.Writes) / jobs,
        (Flushes - before.Flushes) / jobs,
        (FlushMs - before.FlushMs) / jobs,
        (LogBytes - before.LogBytes) / jobs,
        (Postgres - before.Postgres) / jobs,
        (Api - before.Api) / jobs,
        (Workers - before.Workers) / jobs,
        (Load - before.Load) / jobs);
}
