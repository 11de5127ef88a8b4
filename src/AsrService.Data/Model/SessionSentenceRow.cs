namespace AsrService.Data.Model;

/// <summary>A row of <c>session_sentences</c>: a sentence that is final.</summary>
internal sealed class SessionSentenceRow
{
    public required Guid SessionId { get; init; }

    public required int Number { get; init; }

    /// <summary>A <see cref="Core.Transcripts.Transcript"/> with the times of its words, from the session's start.</summary>
    public required string Transcript { get; init; }

    /// <summary>Whether the caller was given it.</summary>
    public bool IsGiven { get; set; }
}
