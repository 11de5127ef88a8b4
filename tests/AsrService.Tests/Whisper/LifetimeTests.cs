using AsrService.Whisper;
using AsrService.Whisper.Native;

namespace AsrService.Tests.Whisper;

public sealed class LifetimeTests
{
    // ggml once had room for fewer contexts than nine states need (whisper.cpp #2521).
    [Fact]
    public async Task Nine_processors_on_one_factory_give_the_same_text()
    {
        var ct = TestContext.Current.CancellationToken;
        var processors = Enumerable.Range(0, 9).Select(_ => WhisperTestKit.BuildProcessor()).ToList();
        using var start = new Barrier(processors.Count);
        var samples = WhisperTestKit.Jfk;

        // Threads of their own, as the barrier would wait for ever for those that a pool does not start.
        var texts = await Task.WhenAll(processors.Select(processor => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(ct);
                return WhisperTestKit.Text(processor.Process(samples, ct));
            },
            ct, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        processors.ForEach(processor => processor.Dispose());
        Assert.Contains("country", texts[0], StringComparison.Ordinal);
        Assert.Single(texts.Distinct());
    }

    [Fact]
    public void A_factory_may_be_disposed_before_its_processor()
    {
        var factory = WhisperTestKit.LoadFactory();
        using var processor = factory.CreateBuilder().WithThreads(1).Build();

        factory.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var result = processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken);

        Assert.Contains("country", WhisperTestKit.Words(result));
    }

    [Fact]
    public void A_disposed_factory_serves_no_more()
    {
        var factory = WhisperTestKit.LoadFactory();
        var builder = factory.CreateBuilder();
        // It keeps the weights alive, but not the factory.
        using var processor = builder.Build();
        factory.Dispose();
        factory.Dispose();

        Assert.Throws<ObjectDisposedException>(() => factory.CreateBuilder());
        Assert.Throws<ObjectDisposedException>(() => builder.Build());
        Assert.Throws<ObjectDisposedException>(() => factory.Tokenize("country"));
        Assert.Throws<ObjectDisposedException>(() => factory.TokenBytes(1));
    }

    [Fact]
    public void A_disposed_processor_serves_no_more()
    {
        var processor = WhisperTestKit.BuildProcessor();
        processor.Dispose();
        processor.Dispose();

        Assert.Throws<ObjectDisposedException>(() => processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken));
        // Not InvalidOperationException: the failed call must not have left it busy.
        Assert.Throws<ObjectDisposedException>(() => processor.DetectLanguage(WhisperTestKit.Jfk, 1));
    }

    [Fact]
    public void Disposing_a_processor_amid_its_work_lets_it_finish()
    {
        var processor = WhisperTestKit.BuildProcessor();
        processor.AbortPolled = poll =>
        {
            if (poll == 2)
                processor.Dispose();
        };

        var result = processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken);

        Assert.Contains("country", WhisperTestKit.Words(result));
        Assert.Throws<ObjectDisposedException>(() => processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_processor_in_use_refuses_a_second_caller()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        Exception? second = null;
        processor.AbortPolled = poll =>
        {
            if (poll == 1)
                second = Record.Exception(() => processor.Process(WhisperTestKit.Jfk, CancellationToken.None));
        };

        var result = processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken);

        Assert.IsType<InvalidOperationException>(second);
        Assert.Contains("country", WhisperTestKit.Words(result));
    }

    [Fact]
    public void What_a_callback_throws_does_not_end_the_process()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        processor.AbortPolled = _ => throw new InvalidOperationException("thrown inside native code");

        var thrown = Assert.Throws<WhisperException>(() => processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken));

        Assert.Contains("-6", thrown.Message);
    }

    [Fact]
    public void A_context_goes_with_the_last_of_its_states()
    {
        var factory = WhisperTestKit.LoadFactory();
        var context = factory.Context;
        var processor = factory.CreateBuilder().WithThreads(1).Build();

        factory.Dispose();
        Assert.False(context.IsClosed);
        processor.Dispose();
        Assert.True(context.IsClosed);
    }

    // As after code -7 of whisper_full: freeing such a state again would be a double free.
    [Fact]
    public void A_state_that_whisper_has_freed_itself_is_forgotten()
    {
        var factory = WhisperTestKit.LoadFactory();
        var context = factory.Context;
        var state = StateHandle.Create(context);
        WhisperNative.FreeState(state.DangerousGetHandle());

        state.Abandon();
        state.Dispose();
        factory.Dispose();

        Assert.True(context.IsClosed);
    }
}
