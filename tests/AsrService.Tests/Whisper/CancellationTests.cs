using AsrService.Whisper;

namespace AsrService.Tests.Whisper;

public sealed class CancellationTests
{
    [Theory]
    [InlineData(1)] // after the encoder
    [InlineData(2)] // after the prompt
    [InlineData(5)] // amid the tokens
    public void Cancelling_amid_the_work_ends_it_at_once_and_the_processor_is_usable_again(int poll)
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var log = LogRecorder.Listen();
        using var cancellation = new CancellationTokenSource();
        var last = 0;
        processor.AbortPolled = count =>
        {
            last = count;
            if (count == poll)
                cancellation.Cancel();
        };

        var thrown = Assert.Throws<OperationCanceledException>(() => processor.Process(WhisperTestKit.Jfk, cancellation.Token));

        Assert.Equal(cancellation.Token, thrown.CancellationToken);
        Assert.Equal(poll, last);
        Assert.DoesNotContain(log, entry => entry.Level == WhisperLogLevel.Error);
        processor.AbortPolled = null;
        var result = processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken);
        Assert.Contains("country", WhisperTestKit.Words(result));
    }

    [Fact]
    public void Cancelling_from_another_thread_works_as_well()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        using var cancellation = new CancellationTokenSource();
        using var reached = new ManualResetEventSlim();
        using var cancelled = new ManualResetEventSlim();
        processor.AbortPolled = count =>
        {
            if (count != 3)
                return;
            reached.Set();
            cancelled.Wait(TestContext.Current.CancellationToken);
        };
        var canceller = new Thread(() =>
        {
            reached.Wait();
            cancellation.Cancel();
            cancelled.Set();
        })
        {
            IsBackground = true,
        };
        canceller.Start();

        Assert.Throws<OperationCanceledException>(() => processor.Process(WhisperTestKit.Jfk, cancellation.Token));
        canceller.Join();
    }

    [Fact]
    public void A_cancelled_token_starts_nothing()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var polls = 0;
        processor.AbortPolled = _ => polls++;

        Assert.Throws<OperationCanceledException>(() => processor.Process(WhisperTestKit.Jfk, new CancellationToken(canceled: true)));
        Assert.Equal(0, polls);
    }

    [Fact]
    public void Voice_activity_detection_is_cancelled_too()
    {
        WhisperTestKit.LoadLibrary();
        using var vad = SileroVad.FromPath(SetupFiles.Model("silero-v6.2.0"));

        var cancelled = new CancellationToken(canceled: true);

        Assert.Throws<OperationCanceledException>(() => vad.SpeechProbabilities(WhisperTestKit.Jfk, ct: cancelled));
        Assert.NotEmpty(vad.SpeechProbabilities(WhisperTestKit.Jfk, ct: TestContext.Current.CancellationToken));
    }
}
