using System.Diagnostics.Metrics;
using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;

namespace AsrService.Core.Telemetry;

/// <summary>What this node counts and measures; docs/operations.md tells what each is good for.</summary>
public sealed class AsrMetrics
{
    /// <summary>What a listener asks for.</summary>
    public const string MeterName = "AsrService";

    private static readonly InstrumentAdvice<double> WaitBuckets = Buckets(0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14_400, 86_400);
    private static readonly InstrumentAdvice<double> WorkBuckets = Buckets(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200);
    private static readonly InstrumentAdvice<double> FactorBuckets = Buckets(0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10);
    private static readonly InstrumentAdvice<double> DelayBuckets = Buckets(0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30);

    private readonly Counter<long> submissions;
    private readonly Counter<long> ended;
    private readonly Counter<long> lost;
    private readonly Counter<long> callbacks;
    private readonly Counter<long> authFailures;
    private readonly Counter<double> audio;
    private readonly Histogram<double> wait;
    private readonly Histogram<double> work;
    private readonly Histogram<double> factor;
    private readonly Histogram<double> textDelay;
    private readonly UpDownCounter<long> sessions;

    /// <summary>Makes the instruments.</summary>
    public AsrMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(MeterName);
        submissions = Meter.CreateCounter<long>("asr.submissions", "{submission}", "Recordings that were sent, by what became of the request.");
        ended = Meter.CreateCounter<long>("asr.jobs.ended", "{job}", "Jobs that ended, by state and what they failed of.");
        lost = Meter.CreateCounter<long>("asr.attempts.lost", "{attempt}", "Attempts whose worker was not heard of any more, as this node found.");
        callbacks = Meter.CreateCounter<long>("asr.callback.attempts", "{attempt}", "Requests to receivers of callbacks, by outcome.");
        authFailures = Meter.CreateCounter<long>("asr.auth.failures", "{failure}", "Requests with wrong credentials.");
        audio = Meter.CreateCounter<double>("asr.audio.transcribed", "s", "Length of the recordings that were transcribed.");
        wait = Meter.CreateHistogram("asr.job.wait.duration", "s", "From a job's acceptance to its first start.", advice: WaitBuckets);
        work = Meter.CreateHistogram("asr.attempt.duration", "s", "Length of attempts, by how they ended.", advice: WorkBuckets);
        factor = Meter.CreateHistogram("asr.job.real_time_factor", "1", "Seconds of work for a second of audio, of recordings that were transcribed.", advice: FactorBuckets);
        textDelay = Meter.CreateHistogram("asr.session.text.delay", "s", "From the last audio of a session that a text covers to the text.", advice: DelayBuckets);
        sessions = Meter.CreateUpDownCounter<long>("asr.sessions.live", "{session}", "Sessions that this node recognises at the moment.");
    }

    /// <summary>For gauges of others.</summary>
    public Meter Meter { get; }

    /// <summary>Makes counters begin at 0 instead of with their first event, so that this one is seen as a rise.</summary>
    public void BeginAtZero()
    {
        foreach (var protocol in Protocols.All)
            submissions.Add(0, Tag("protocol", protocol), Tag("outcome", "accepted"));
        foreach (var failure in Enum.GetValues<JobFailure>())
            Ended(JobState.Failed, failure, 0);
        foreach (var outcome in Enum.GetValues<DeliveryOutcome>())
            callbacks.Add(0, Tag("outcome", EnumWord.Of(outcome)));
        Ended(JobState.Quarantined, JobFailure.Server, 0);
        Ended(JobState.Done, null, 0);
        Ended(JobState.Cancelled, null, 0);
        Lost(0);
        authFailures.Add(0);
        sessions.Add(0);
    }

    /// <summary>Counts a recording that was sent.</summary>
    /// <param name="protocol">In which protocol.</param>
    /// <param name="outcome">accepted, repeated, or why it was refused, in one word.</param>
    public void Submitted(string protocol, string outcome) => submissions.Add(1, Tag("protocol", protocol), Tag("outcome", outcome));

    /// <summary>Counts jobs that ended without an attempt of this node.</summary>
    public void Ended(JobState state, JobFailure? failure, int count) => ended.Add(count, Tag("state", EnumWord.Of(state)), Tag("failure", failure is { } word ? EnumWord.Of(word) : ""));

    /// <summary>Counts attempts that nobody ended.</summary>
    public void Lost(int count) => lost.Add(count);

    /// <summary>Counts a request to a receiver of callbacks.</summary>
    public void CallbackAttempted(DeliveryOutcome outcome) => callbacks.Add(1, Tag("outcome", EnumWord.Of(outcome)));

    /// <summary>Counts a request with wrong credentials.</summary>
    public void AuthFailed() => authFailures.Add(1);

    /// <summary>Counts a session for as long as it is recognised.</summary>
    /// <param name="change">1 or -1.</param>
    public void SessionsChanged(int change) => sessions.Add(change);

    /// <summary>Measures how late a text is.</summary>
    public void TextGiven(TimeSpan delay, bool isFinal) => textDelay.Record(delay.TotalSeconds, Tag("final", isFinal ? "true" : "false"));

    internal void Started(JobOrigin origin) => wait.Record(Math.Max(0, origin.Age.TotalSeconds), Tag("priority", EnumWord.Of(origin.Priority)));

    internal void Attempted(string protocol, AttemptOutcome outcome, TimeSpan duration) =>
        work.Record(duration.TotalSeconds, Tag("protocol", protocol), Tag("outcome", EnumWord.Of(outcome)));

    internal void Transcribed(string protocol, double audioSeconds) => audio.Add(audioSeconds, Tag("protocol", protocol));

    internal void Paced(double realTimeFactor) => factor.Record(realTimeFactor);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static InstrumentAdvice<double> Buckets(params double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };
}
