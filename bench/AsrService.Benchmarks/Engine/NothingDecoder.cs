using AsrService.Core.Recognition;

namespace AsrService.Benchmarks.Engine;

/// <summary>Opens every recording as a second of nothing, as soon as there is no gate.</summary>
/// <param name="gate">A file.</param>
internal sealed class NothingDecoder(string gate) : IAudioDecoder
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public async Task<IDecodedAudio> OpenAsync(string path, bool separateChannels, RawAudio? raw, CancellationToken cancellationToken)
    {
        while (File.Exists(gate))
            await Task.Delay(PollInterval, cancellationToken);
        return new NothingAudio();
    }
}
