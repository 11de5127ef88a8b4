using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>Talks to the native API.</summary>
internal sealed class NativeDriver(HttpClient http)
{
    public const string Path = "/api/jobs";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<HttpResponseMessage> PostAsync(byte[] recording, string query = "") =>
        await http.PostAsync(new Uri(Path + query, UriKind.Relative), AsrTaskDriver.Form(new ByteArrayContent(recording)), Token);

    /// <summary>Posts a JSON body.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> PostJsonAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(Path, UriKind.Relative), content, Token);
        return (response.StatusCode, await AsrTaskDriver.ReadAsync(response));
    }

    public async Task<Guid> SubmitAsync(byte[] recording, string query = "")
    {
        using var response = await PostAsync(recording, query);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await AsrTaskDriver.ReadAsync(response)).GetProperty("id").GetGuid();
    }

    /// <summary>The job with that id, or with that of its protocol.</summary>
    public Task<JsonElement> GetAsync(string id) => http.GetFromJsonAsync<JsonElement>(new Uri($"{Path}/{id}", UriKind.Relative), Token);

    public Task<JsonElement> GetAsync(Guid id) => http.GetFromJsonAsync<JsonElement>(new Uri($"{Path}/{id}", UriKind.Relative), Token);

    public async Task<HttpStatusCode> CallAsync(Guid id, string action)
    {
        using var response = await http.PostAsync(new Uri($"{Path}/{id}/{action}", UriKind.Relative), null, Token);
        return response.StatusCode;
    }

    /// <summary>Polls until the job is as <paramref name="until"/> wants it.</summary>
    public async Task<JsonElement> WaitAsync(Guid id, Func<JsonElement, bool> until)
    {
        using var timer = new PeriodicTimer(PollInterval);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var job = await GetAsync(id);
            if (until(job))
                return job;
            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline, $"Not so after {Deadline}: {job}");
            await timer.WaitForNextTickAsync(Token);
        }
    }

    public Task<JsonElement> WaitForStateAsync(Guid id, string state) => WaitAsync(id, job => StateOf(job) == state);

    public static string StateOf(JsonElement job) => job.GetProperty("state").GetString()!;

    /// <summary>How the job's attempts ended, oldest first.</summary>
    public static IEnumerable<string> OutcomesOf(JsonElement job) =>
        job.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("outcome").GetString()!);
}
