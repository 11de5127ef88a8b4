namespace AsrService.Core.Sessions;

/// <summary>The chunks of a session altogether.</summary>
/// <param name="IsLive">Whether they were recognised while they came.</param>
/// <param name="SampleRate">Samples per second of those without a header.</param>
/// <param name="Bytes">Their length.</param>
/// <param name="BeginsWithFile">Whether the first one is a file, or the beginning of one.</param>
/// <param name="HasFiles">Whether any is.</param>
public sealed record ChunkSummary(bool IsLive, int SampleRate, long Bytes, bool BeginsWithFile, bool HasFiles);
