namespace AsrService.Core.Sessions;

/// <summary>Where the first sentence begins that is not final: what comes before it is not recognised again.</summary>
/// <param name="AudioId">The chunk to read first.</param>
/// <param name="ChunkStart">How many samples lie before that chunk.</param>
/// <param name="ContextStart">How many lie before what the sentence is to be understood by: the end of the one before it.</param>
/// <param name="ContextEnd">How many lie before the end of that.</param>
/// <param name="From">How many lie before the sentence.</param>
/// <param name="SampleRate">Samples per second of chunks without a header from the chunk on.</param>
/// <param name="OddByte">The half of a sample that the chunk before it ended with.</param>
public sealed record SessionPosition(int AudioId, long ChunkStart, long ContextStart, long ContextEnd, long From, int SampleRate, byte? OddByte)
{
    /// <summary>The beginning of a session.</summary>
    /// <param name="sampleRate">Samples per second of chunks without a header.</param>
    public static SessionPosition Beginning(int sampleRate) => new(1, 0, 0, 0, 0, sampleRate, null);
}
