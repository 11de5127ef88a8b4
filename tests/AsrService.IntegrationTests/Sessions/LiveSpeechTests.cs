using AsrService.Benchmarks.Wer;
using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Sessions;

/// <summary>Real speech in chunks of 200 ms.</summary>
public sealed class LiveSpeechTests(SharedServer shared)
{
    private IJobStore Jobs => shared.Server.Services.GetRequiredService<IJobStore>();

    private ISessionStore Store => shared.Server.Services.GetRequiredService<ISessionStore>();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_transcript_is_that_of_the_whole_recording(bool isInRealTime)
    {
        var speaker = new Speaker(Store);
        await speaker.SpeakAsync(Speaker.Cut(await Speaker.PcmAsync()), isInRealTime);

        var job = await speaker.FinishAsync(Jobs);

        foreach (var text in speaker.Given)
            TestContext.Current.SendDiagnosticMessage($"{text.IsFinal} {text.Text}");
        Assert.Equal(JobState.Done, job.State);
        var batch = (await shared.Tasks.TranscribeAsync(Recordings.Mp3)).Body.GetProperty("result").GetProperty("text").GetString()!;
        TestContext.Current.SendDiagnosticMessage($"{job.Transcript!.Text}\n{batch}");
        Assert.InRange(new Scorer("en").Score(batch, job.Transcript.Text).Percent, 0, 2);
    }
}
