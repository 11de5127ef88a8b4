using AsrService.Core.Recognition;
using AsrService.Core.Sessions;

namespace AsrService.Audio.Sessions;

/// <inheritdoc cref="ISpeechListeners"/>
internal sealed class SpeechListeners(SentenceRecogniser recogniser, IAudioDecoder decoder, SessionOptions sessions) : ISpeechListeners
{
    public ISpeechListener Listen(TranscriptionOptions options, SessionPosition position, string? language) =>
        new SpeechListener(recogniser, decoder, sessions, options, position, language);

    public IChunkReader Read(int sampleRate) => new ChunkReader(decoder, sampleRate);
}
