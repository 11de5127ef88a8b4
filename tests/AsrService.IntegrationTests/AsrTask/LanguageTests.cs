using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.AsrTask;

/// <summary>Requests to a server whose model is multilingual and detects the language by itself.</summary>
public sealed class LanguageTests(SharedServer shared)
{
    [Fact]
    public async Task The_language_asked_for_is_the_one_reported()
    {
        using var form = AsrTaskDriver.Form(new ByteArrayContent(Recordings.Mp3));
        form.Add(new StringContent("fr"), "language");
        using var response = await shared.Server.Http.PostAsync(new Uri(AsrTaskDriver.Path, UriKind.Relative), form, TestContext.Current.CancellationToken);
        var taskId = (await AsrTaskDriver.ReadAsync(response)).GetProperty("task_id").GetString()!;

        var (_, body) = await shared.Tasks.WaitAsync(taskId);

        Assert.Equal("fr", body.GetProperty("result").GetProperty("language").GetString());
    }
}
