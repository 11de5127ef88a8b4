using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.AsrTask;

public sealed class IdempotencyTests(SharedServer shared)
{
    private readonly string key = Guid.NewGuid().ToString();

    [Fact]
    public async Task The_same_key_and_recording_give_the_same_task_even_at_once()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shared.Tasks.PostAsync(Recordings.Mp3, key)));

        var ids = new HashSet<string?>();
        foreach (var response in responses)
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            ids.Add((await AsrTaskDriver.ReadAsync(response)).GetProperty("task_id").GetString());
            response.Dispose();
        }

        Assert.Single(ids);
    }

    [Fact]
    public async Task The_same_key_with_another_recording_is_refused_with_409()
    {
        using var first = await shared.Tasks.PostAsync(Recordings.Mp3, key);
        using var second = await shared.Tasks.PostAsync([1, 2, 3], key);

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("Idempotency-Key", (await AsrTaskDriver.ReadAsync(second)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_key_of_absurd_length_is_refused()
    {
        using var response = await shared.Tasks.PostAsync([1, 2, 3], new string('k', 300));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
