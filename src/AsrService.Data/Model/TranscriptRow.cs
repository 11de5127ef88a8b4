using AsrService.Core.Transcripts;

namespace AsrService.Data.Model;

/// <summary>A row of <c>transcripts</c>; its key is its job's, so a job can have only one.</summary>
internal sealed class TranscriptRow
{
    public required Guid JobId { get; init; }

    public required string Text { get; init; }

    public required string Language { get; init; }

    public double? LanguageProbability { get; init; }

    public required double DurationSeconds { get; init; }

    public required IReadOnlyList<TranscriptSegment> Segments { get; init; }
}
