using System.Diagnostics;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>Waits for what tells nobody that it has happened.</summary>
internal static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Asks until the answer is as <paramref name="until"/> wants it.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> until)
    {
        using var timer = new PeriodicTimer(Interval);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (until(answer))
                return answer;
            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline, $"Not so after {Deadline}: {answer}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
