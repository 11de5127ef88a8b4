using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>Asks what was sent about a job, and has it sent again.</summary>
internal sealed class DeliveryDriver(HttpClient http)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<HttpStatusCode> StatusAsync(Guid job)
    {
        using var response = await http.GetAsync(PathOf(job), Token);
        return response.StatusCode;
    }

    public async Task<IReadOnlyList<JsonElement>> OfJobAsync(Guid job) =>
        [.. (await http.GetFromJsonAsync<JsonElement>(PathOf(job), Token)).GetProperty("items").EnumerateArray()];

    /// <summary>Waits until the only delivery of a job is as <paramref name="until"/> wants it.</summary>
    public async Task<JsonElement> WaitAsync(Guid job, Func<JsonElement, bool> until) =>
        Assert.Single(await Poll.UntilAsync(() => OfJobAsync(job), deliveries => deliveries is [var only] && until(only)));

    public Task<JsonElement> WaitForStateAsync(Guid job, string state) => WaitAsync(job, delivery => delivery.GetProperty("state").GetString() == state);

    /// <summary>Waits until so many attempts have ended.</summary>
    public Task<JsonElement> WaitForAttemptsAsync(Guid job, int count) => WaitAsync(job, delivery => AttemptsOf(delivery).Count == count);

    /// <summary>Has one delivery sent again, or those of a query such as <c>?state=failed</c>.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> ResendAsync(string which)
    {
        using var response = await http.PostAsync(new Uri($"/api/deliveries/{which}", UriKind.Relative), null, Token);
        return (response.StatusCode, await AsrTaskDriver.ReadAsync(response));
    }

    public static IReadOnlyList<JsonElement> AttemptsOf(JsonElement delivery) => [.. delivery.GetProperty("attempts").EnumerateArray()];

    public static IEnumerable<string> OutcomesOf(JsonElement delivery) => AttemptsOf(delivery).Select(attempt => attempt.GetProperty("outcome").GetString()!);

    private static Uri PathOf(Guid job) => new($"{NativeDriver.Path}/{job}/deliveries", UriKind.Relative);
}
