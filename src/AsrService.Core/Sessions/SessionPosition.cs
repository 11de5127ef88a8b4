namespace AsrService.Core.Sessions;

/// <summary>Where the first sentence begins that is not final: what comes before it is never read again.</summary>
/// <param name="AudioId">The chunk that holds the beginning, or the next one.</param>
/// <param name="ChunkStart">How many samples lie before that chunk.</param>
/// <param name="From">How many lie before the sentence.</param>
/// <param name="SampleRate">Samples per second of chunks without a header from there on.</param>
/// <param name="OddByte">The half of a sample that the chunk before it ended with.</param>
public sealed record SessionPosition(int AudioId, long ChunkStart, long From, int SampleRate, byte? OddByte);
