using AsrService.Core;

namespace AsrService.Data.Queue;

/// <summary>Wakes those on this node who watch a job, when it changes on any node.</summary>
internal sealed class JobBells : Bells
{
    /// <summary>What PostgreSQL rings, with the job's id, when a job's state or progress has changed.</summary>
    public const string Channel = "asr_changes";
}
