namespace AsrService.Audio.Decoding;

/// <summary>What an FFmpeg program may use. The kernel refuses memory beyond it, and kills at the end of the time.</summary>
/// <param name="MemoryBytes">Memory of its own, in bytes: heap, thread stacks and the writable data of its libraries.</param>
/// <param name="CpuTime">Computing time, summed over its threads; whole seconds count.</param>
internal sealed record ChildLimits(long MemoryBytes, TimeSpan CpuTime);
