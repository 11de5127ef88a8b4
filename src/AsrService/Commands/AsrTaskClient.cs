using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AsrService.AsrTask;

namespace AsrService.Commands;

/// <summary>A client of the ASR task protocol, as the field's own clients are: post, poll, read.</summary>
internal sealed class AsrTaskClient : IDisposable
{
    /// <summary>The environment variable with the API key, where the server wants one.</summary>
    public const string KeyVariable = "ASR_API_KEY";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly Uri server;
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };

    public AsrTaskClient(Uri server)
    {
        this.server = server;

        // Not from the command line, which everybody on the machine can read.
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Uri AddressOf(string taskId) => new(server, $"{AsrTaskApi.Path}/task/{taskId}");

    /// <summary>Sends a recording; gives the task's id.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="fields">The form's other fields, for example <c>language</c>.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached or refuses the file.</exception>
    public async Task<string> SubmitAsync(FileInfo file, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        await using var content = file.OpenRead();
        using var part = new StreamContent(content);
        using var form = new MultipartFormDataContent();

        // Before the file, so that a server knows them when it has read it.
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        form.Add(part, "file", file.Name);
        using var response = await http.PostAsync(new Uri(server, $"{AsrTaskApi.Path}/task"), form, cancellationToken);
        var answer = await ReadAsync(response, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            throw new HttpRequestException($"the server wants an API key: set {KeyVariable}. ./asr clients add NAME makes one.");
        return response.StatusCode == HttpStatusCode.Created
            ? answer.GetProperty("task_id").GetString()!
            : throw new HttpRequestException($"the server answers {(int)response.StatusCode}: {answer}");
    }

    /// <summary>Polls until the task has ended.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="HttpRequestException">The task failed; the message is the server's.</exception>
    public async Task<string> WaitAsync(string taskId, Action<double, int> onProgress, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval);
        while (true)
        {
            using var response = await http.GetAsync(AddressOf(taskId), cancellationToken);
            var answer = await ReadAsync(response, cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
                return answer.GetProperty("result").GetProperty("text").GetString()!;
            if (response.StatusCode != HttpStatusCode.Accepted)
                throw new HttpRequestException(answer.TryGetProperty("result", out var reason) ? reason.GetString() : answer.ToString());

            onProgress(answer.GetProperty("progress").GetDouble(), answer.GetProperty("queue_position").GetInt32());
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
}
