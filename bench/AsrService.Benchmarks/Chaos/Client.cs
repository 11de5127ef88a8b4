using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AsrService.AsrTask;

namespace AsrService.Benchmarks.Chaos;

/// <summary>A caller who takes a 201 for a promise and anything else for none.</summary>
internal sealed class Client(Uri server) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient http = new() { BaseAddress = server };

    /// <summary>Submits a recording; waits as long as a server that refuses it says.</summary>
    /// <returns>The task's id, or null where there is no promise.</returns>
    /// <exception cref="BenchmarkException">The server takes the request for a bad one.</exception>
    public async Task<string?> SubmitAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = File.OpenRead(file);
            using var part = new StreamContent(content);
            using var language = new StringContent("en");
            using var form = new MultipartFormDataContent { { language, "language" }, { part, "file", "blob" } };
            using var response = await http.PostAsync(new Uri($"{AsrTaskApi.Path}/task", UriKind.Relative), form, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Created)
                return (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("task_id").GetString();
            if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable))
                throw new BenchmarkException($"The server answers {(int)response.StatusCode} to a submission.");
            await Task.Delay(response.Headers.RetryAfter?.Delta ?? Pause, cancellationToken);
        }
        catch (HttpRequestException)
        {
            await Task.Delay(Pause, cancellationToken);
        }

        return null;
    }

    /// <summary>What the server says of a finished job, or null when it does not say 200.</summary>
    public async Task<string?> ResultAsync(string taskId, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri($"{AsrTaskApi.Path}/task/{taskId}", UriKind.Relative), cancellationToken);
            return response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadAsStringAsync(cancellationToken) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();
}
