namespace AsrService.Core.Recognition;

/// <summary>Turns any audio file into samples.</summary>
public interface IAudioDecoder
{
    /// <summary>Starts decoding the file at <paramref name="path"/>; its content decides the format, not its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separateChannels">Whether to keep the channels apart; otherwise they are mixed into one.</param>
    /// <param name="raw">What content of no known format is taken for; null where it is refused.</param>
    /// <param name="cancellationToken">Stops probing.</param>
    /// <exception cref="AudioException">The file holds no audio that can be decoded; the message is for the caller.</exception>
    Task<IDecodedAudio> OpenAsync(string path, bool separateChannels, RawAudio? raw, CancellationToken cancellationToken);
}
