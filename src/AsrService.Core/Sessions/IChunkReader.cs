using AsrService.Core.Recognition;

namespace AsrService.Core.Sessions;

/// <summary>Turns the chunks of one session into samples, one after the other.</summary>
public interface IChunkReader
{
    /// <summary>The chunk's samples, float32 mono 16 kHz in [-1,1].</summary>
    /// <exception cref="AudioException">It is a file that cannot be decoded.</exception>
    ValueTask<float[]> ReadAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken);
}
