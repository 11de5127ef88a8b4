using AsrService.Core.Recognition;
using AsrService.Core.Telemetry;
using AsrService.Core.Transcripts;
using Microsoft.Extensions.Logging;

namespace AsrService.Core.Sessions;

/// <summary>Follows one session: hears its chunks as they come, shows the growing sentence, and keeps those that have ended.</summary>
internal sealed class SessionFollower(SessionLease lease, ISessionLeases leases, ISpeechListener listener, AsrMetrics metrics, TimeProvider time, ILogger log) : IAsyncDisposable
{
    // So much new speech is worth a run of the model; it takes about as long.
    private const long Step = IDecodedAudio.SampleRate * 6 / 10;

    // A ring that nobody heard costs no more than this.
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    // What is kept in memory is read again when the session goes on.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private LocalAgreement agreement = new();
    private Attempt? attempt;
    private int next = lease.Position.AudioId;
    private int sentences = lease.Sentences;
    private long heardAt;

    /// <summary>Follows until the session is closed, lost, or silent for a while.</summary>
    public async Task RunAsync(Bell signal, CancellationToken stop)
    {
        var quietSince = time.GetTimestamp();
        while (await leases.ReadAsync(lease, next, stop) is { IsClosed: false } audio)
        {
            foreach (var (audioId, chunk) in audio.Chunks)
                await HearAsync(audioId, chunk, stop);
            if (!await EndSentencesAsync(stop))
                return;

            // Behind, what is said now is not worth showing: the sentence's end is nearer than that.
            if (audio.HasMore)
                continue;
            if (!await ShowAsync(stop))
                return;
            await TryAsync(signal, stop);

            if (audio.Chunks.Count > 0 || attempt is { Text.IsCompleted: false })
                quietSince = time.GetTimestamp();
            else if (time.GetElapsedTime(quietSince) > Patience && await leases.ReleaseAsync(lease, next - 1, stop))
                return;
            await signal.WaitAsync(PollInterval, time, stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAttemptAsync();
        listener.Dispose();
    }

    private async Task HearAsync(int audioId, byte[] chunk, CancellationToken stop)
    {
        try
        {
            await listener.HearAsync(audioId, chunk, stop);
        }
        catch (AudioException exception)
        {
            // The session goes on; its job tells.
            log.LogInformation("Chunk {AudioId} cannot be decoded: {Reason}", audioId, exception.Message);
        }

        heardAt = time.GetTimestamp();
        next = audioId + 1;
    }

    private async Task<bool> EndSentencesAsync(CancellationToken stop)
    {
        while (listener.Oldest is { HasEnded: true } sentence)
        {
            // What was recognised in the pause is final when the speaker has not gone on.
            if (attempt is not { Of.IsPausing: true } || !attempt.Of.IsAsLongAs(sentence))
                await BeginAsync(sentence, stop);
            var transcript = await attempt!.Text;
            var covered = attempt.HeardAt;
            await StopAttemptAsync();
            agreement = new LocalAgreement();
            if (transcript.Text.Length > 0)
                sentences++;
            if (!await leases.EndSentenceAsync(lease, sentences, transcript, listener.Forget(), stop))
                return false;
            if (transcript.Text.Length > 0)
                metrics.TextGiven(time.GetElapsedTime(covered), isFinal: true);
        }

        return true;
    }

    private async Task<bool> ShowAsync(CancellationToken stop)
    {
        if (attempt is not { IsShown: false, Text.IsCompleted: true })
            return true;

        attempt.IsShown = true;
        if (agreement.Add(SessionText.WordsOf(await attempt.Text)) is not { } words)
            return true;
        if (!await leases.ShowAsync(lease, new SessionText(string.Concat(words.Select(word => word.Word)).Trim(), words, IsFinal: false), stop))
            return false;

        metrics.TextGiven(time.GetElapsedTime(attempt.HeardAt), isFinal: false);
        return true;
    }

    private async Task TryAsync(Bell signal, CancellationToken stop)
    {
        if (listener.Oldest is not { } growing || attempt?.Of.IsAsLongAs(growing) == true)
            return;

        // A pause is worth a run at once, whatever is under way: its text may be final.
        var heard = attempt?.Of.From == growing.From ? attempt.Of.To : growing.From;
        if (!growing.IsPausing && (attempt is { Text.IsCompleted: false } || growing.To - heard < Step))
            return;

        await BeginAsync(growing, stop);
        _ = attempt!.Text.ContinueWith(_ => signal.Ring(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task BeginAsync(Utterance utterance, CancellationToken stop)
    {
        await StopAttemptAsync();
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stop);
        attempt = new Attempt(utterance, listener.RecogniseAsync(utterance, utterance.HasEnded || utterance.IsPausing, cancellation.Token), cancellation, heardAt);
    }

    private async Task StopAttemptAsync()
    {
        if (attempt is null)
            return;

        await attempt.Cancellation.CancelAsync();
        await ((Task)attempt.Text).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        attempt.Cancellation.Dispose();
        attempt = null;
    }

    private sealed record Attempt(Utterance Of, Task<Transcript> Text, CancellationTokenSource Cancellation, long HeardAt)
    {
        public bool IsShown { get; set; }
    }
}
