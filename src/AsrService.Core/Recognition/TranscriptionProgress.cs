namespace AsrService.Core.Recognition;

/// <summary>How far a transcription has come.</summary>
/// <param name="Share">The share of the recording that is done, 0 to 1; never falling.</param>
/// <param name="Text">The end of what was heard so far, in whole segments, at most <see cref="LongestText"/> characters. It may still change: what lies between two windows is decoded last.</param>
public readonly record struct TranscriptionProgress(double Share, string Text)
{
    /// <summary>It is written anew with every window, so it does not grow with the recording.</summary>
    public const int LongestText = 10_000;
}
