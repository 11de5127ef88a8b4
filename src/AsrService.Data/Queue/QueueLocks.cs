using Quartz.Impl.AdoJobStore;
using Quartz.Impl.AdoJobStore.Common;

namespace AsrService.Data.Queue;

/// <summary>
/// Quartz's row locks, but none for the trigger of a new job. Quartz takes the one lock of all nodes for each trigger that is stored, and an
/// enlisted transaction keeps it until its commit is on the disk: submissions would wait for each other, and workers for them. A trigger
/// whose name is new is met by nobody, so there is nothing to lock.
/// </summary>
internal sealed class QueueLocks(IDbProvider provider) : PostgreSqlSelectForUpdateLockHandler(provider)
{
    private static readonly AsyncLocal<bool> IsNew = new();

    /// <summary>Says until it is disposed that what the caller schedules is new.</summary>
    public static IDisposable ForNew() => new Submission();

    protected override ValueTask ExecuteSql(
        Guid requestorId, ConnectionAndTransactionHolder conn, string lockName, string expandedSql, string expandedInsertSql, CancellationToken cancellationToken) =>
        IsNew.Value ? ValueTask.CompletedTask : base.ExecuteSql(requestorId, conn, lockName, expandedSql, expandedInsertSql, cancellationToken);

    private sealed class Submission : IDisposable
    {
        public Submission() => IsNew.Value = true;

        public void Dispose() => IsNew.Value = false;
    }
}
