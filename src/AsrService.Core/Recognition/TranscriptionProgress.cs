namespace AsrService.Core.Recognition;

/// <summary>How far a transcription has come.</summary>
/// <param name="Share">The share of the recording that is done, 0 to 1; never falling.</param>
/// <param name="Text">What was heard so far. It may still change: what lies between two windows is decoded last.</param>
public readonly record struct TranscriptionProgress(double Share, string Text);
