using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;

namespace AsrService.Core.Sessions;

/// <summary>Listens to one session: finds where sentences begin and end, and recognises them. Holds no more than the sentences that are not final.</summary>
public interface ISpeechListener : IDisposable
{
    /// <summary>The oldest sentence; null while nobody speaks.</summary>
    Utterance? Oldest { get; }

    /// <summary>Hears the next chunk.</summary>
    /// <exception cref="AudioException">It is a file that cannot be decoded; the next chunk follows on the one before it.</exception>
    Task HearAsync(int audioId, ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken);

    /// <summary>Hears a whole recording, and ends the last sentence.</summary>
    /// <param name="audio">Read to its end.</param>
    /// <param name="onSentence">Called when a sentence has ended.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns>The recording's length in seconds, from the session's start.</returns>
    Task<double> HearAllAsync(IDecodedAudio audio, Func<Task> onSentence, CancellationToken cancellationToken);

    /// <summary>Recognises a sentence as far as it goes. Times count from the session's start.</summary>
    /// <param name="utterance">A sentence that was <see cref="Oldest"/> and is not forgotten.</param>
    /// <param name="isFinal">Whether the text is to stay; otherwise it may be got more cheaply, and waits for those that are.</param>
    /// <param name="cancellationToken">Stops recognition natively.</param>
    Task<Transcript> RecogniseAsync(Utterance utterance, bool isFinal, CancellationToken cancellationToken);

    /// <summary>Forgets the oldest sentence.</summary>
    /// <returns>Where to go on without it.</returns>
    SessionPosition Forget();
}
