using System.Net;
using AsrService.IntegrationTests.Infrastructure;
using Npgsql;

namespace AsrService.IntegrationTests.Processes;

/// <summary>Nodes as processes that share a database and a data directory; what is left of them ends with the group.</summary>
internal sealed class NodeGroup(string database) : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(database);
    private readonly List<NodeProcess> nodes = [];
    private readonly List<HttpClient> clients = [];

    /// <summary>Where their files lie.</summary>
    public string DataDirectory => directory.Path;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts a node that computes one window of one job at a time.</summary>
    public async Task<NodeProcess> StartAsync(string roles, params (string Name, string Value)[] settings)
    {
        (string Name, string Value)[] all =
        [
            ("ConnectionStrings__Asr", database),
            ("Asr__DataDirectory", directory.Path),
            ("Asr__Roles", roles),
            ("Asr__Whisper__Library", SetupFiles.Library),
            ("Asr__Whisper__ThreadsPerJob", "1"),
            ("Asr__Whisper__ConcurrentWindows", "1"),
            ("Asr__Workers__Concurrency", "1"),
            ("Serilog__MinimumLevel__Override__AsrService", "Debug"),
            .. settings,
        ];
        var node = await NodeProcess.StartAsync(all.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)), Token);
        nodes.Add(node);
        return node;
    }

    public HttpClient Http(NodeProcess node)
    {
        var client = new HttpClient { BaseAddress = node.Address, Timeout = TimeSpan.FromMinutes(2) };
        clients.Add(client);
        return client;
    }

    public AsrTaskDriver Tasks(NodeProcess node) => new(Http(node));

    /// <summary>Submits minutes of speech and waits until a worker is in the middle of them.</summary>
    public static async Task<string> StartLongJobAsync(AsrTaskDriver tasks)
    {
        var taskId = await tasks.SubmitAsync(await Recordings.LongAsync(minutes: 2));
        await WaitUntilRunningAsync(tasks, taskId);
        return taskId;
    }

    public static async Task WaitUntilRunningAsync(AsrTaskDriver tasks, string taskId)
    {
        var (status, _) = await tasks.WaitAsync(taskId, body => body.GetProperty("progress").GetDouble() > 0);
        Assert.Equal(HttpStatusCode.Accepted, status);
    }

    /// <summary>State and counted attempts of a job.</summary>
    public async Task<string> StateAsync(string taskId) =>
        Assert.Single(await QueryAsync("select state || ' ' || attempt from jobs where external_id = $1", taskId));

    /// <summary>How the attempts at a job ended, in their order.</summary>
    public Task<List<string>> OutcomesAsync(string taskId) =>
        QueryAsync("select outcome from job_attempts join jobs on id = job_id where external_id = $1 order by start", taskId);

    /// <summary>The transcripts of a job, each with the transaction that wrote it last.</summary>
    public Task<List<string>> TranscriptsAsync(string taskId) =>
        QueryAsync("select t.xmin || ' ' || t.text from transcripts t join jobs on id = job_id where external_id = $1", taskId);

    /// <summary>The first column of a query, as text.</summary>
    public async Task<List<string>> QueryAsync(string sql, params string[] parameters)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var values = new List<string>();
        while (await reader.ReadAsync(Token))
            values.Add(reader.GetString(0));
        return values;
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
            foreach (var line in node.Said)
                RunLog.Current.Write(line);
        }

        await source.DisposeAsync();
        directory.Dispose();
    }
}
