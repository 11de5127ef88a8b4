using AsrService.Core.Recognition;

namespace AsrService.Core.Jobs;

/// <summary>A worker's right to write to a job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="FencingToken">
/// Grows with every start of the job. A write that carries an older token than the row's is refused, so a worker
/// that was taken for dead cannot overwrite its successor.
/// </param>
/// <param name="Attempt">1 for the first start.</param>
/// <param name="AudioKey">Where the audio lies in <see cref="IAudioStore"/>.</param>
/// <param name="Options">What the request asks of the recognition.</param>
public sealed record JobLease(Guid JobId, long FencingToken, int Attempt, string AudioKey, TranscriptionOptions Options);
