using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Documents;

/// <summary>A directory that looks to a user like the repository's, with nothing in its data directory and some recordings. Commands run there as documents show them.</summary>
internal sealed partial class Checkout : IAsyncDisposable
{
    // A command that takes longer waits for something that does not come.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory directory = new();
    private readonly int port = FreePort();
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    private Process? server;
    private string functions = "curl() { command curl --fail-with-body --no-progress-meter \"$@\"; }\n";

    private Checkout()
    {
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Checkout> MakeAsync()
    {
        var checkout = new Checkout();
        File.CreateSymbolicLink(checkout.directory.File("asr"), Document.PathOf("asr"));
        checkout.directory.Write("recording.m4a", Recordings.Mp3);
        checkout.directory.Write("visit.m4a", Recordings.Mp3);
        var samples = await Recordings.EncodedAsync("-ac 1 -ar 16000 -f s16le");
        checkout.directory.Write("1.pcm", samples.AsSpan(0, 64_000));
        checkout.directory.Write("2.pcm", samples.AsSpan(64_000));
        return checkout;
    }

    /// <summary>Runs a command, which has to succeed. One that sends something is given a server, unless one runs.</summary>
    public async Task RunAsync(string command)
    {
        if (Function().IsMatch(command))
        {
            functions += command + "\n";
            return;
        }

        if (command.EndsWith("./asr serve", StringComparison.Ordinal))
        {
            await ServeAsync(Filled(command));
            return;
        }

        if (server is null && command.Contains("http://", StringComparison.Ordinal))
            await ServeAsync("./asr serve");
        using var process = Start(functions + Filled(command), "bash");
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await Task.WhenAll(output, error, process.WaitForExitAsync(Token)).WaitAsync(Deadline, Token);
        Assert.True(process.ExitCode == 0, $"{command} ended with {process.ExitCode}\n{await output}\n{await error}");
        Remember(await output);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        directory.Dispose();
    }

    // What stands in documents for what a user has.
    private string Filled(string command)
    {
        command = Address().Replace(command, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        command = Everywhere().Replace(command, string.Create(CultureInfo.InvariantCulture, $"0.0.0.0:{port}"));
        command = Secret().Replace(command, _ => known["secret"]);
        command = TaskId().Replace(command, _ => known["task_id"]);
        command = FileId().Replace(command, _ => known["file_id"]);
        return Id().Replace(command, _ => known["id"]);
    }

    private void Remember(string output)
    {
        foreach (var match in Answered().Matches(output).DistinctBy(match => match.Groups[1].Value, StringComparer.Ordinal))
            known[match.Groups[1].Value] = match.Groups[2].Value;
        if (NewClient().Match(output) is { Success: true } client)
            (known["client"], known["secret"]) = (client.Groups[1].Value, Secrets.Note(client.Groups[2].Value));
    }

    private async Task ServeAsync(string command)
    {
        await StopAsync();
        server = Start(command, "setsid", "bash");
        var said = new ConcurrentQueue<string?>();
        server.OutputDataReceived += (_, line) => said.Enqueue(line.Data);
        server.ErrorDataReceived += (_, line) => said.Enqueue(line.Data);
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        using var http = new HttpClient();
        var ready = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/healthz/ready"));
        await Poll.UntilAsync(() => IsReadyAsync(http, ready), isReady => isReady || server.HasExited);
        Assert.False(server.HasExited, $"{command} ended with {string.Join('\n', said)}");
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri ready)
    {
        try
        {
            using var response = await http.GetAsync(ready, Token);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task StopAsync()
    {
        if (server is null)
            return;

        using var kill = Process.Start("kill", ["-s", "TERM", "--", string.Create(CultureInfo.InvariantCulture, $"-{server.Id}")]);
        await server.WaitForExitAsync(CancellationToken.None).WaitAsync(Deadline);
        server.Dispose();
        server = null;
    }

    private Process Start(string script, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, [.. arguments, "-c", script])
        {
            WorkingDirectory = directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Asr__DataDirectory"] = directory.File("data");

        // All is set up, or these tests would not run: nobody else's set-up need be waited for.
        start.Environment["ASR_ALONE"] = "1";
        start.Environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

        // Callbacks are received by the server itself.
        start.Environment["Asr__Outgoing__AllowedNetworks"] = "127.0.0.1/32";
        start.Environment["ID"] = known.GetValueOrDefault("client");
        start.Environment["SECRET"] = known.GetValueOrDefault("secret");
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^\w+\(\) \{", RegexOptions.NonBacktracking)]
    private static partial Regex Function();

    [GeneratedRegex(@"http://(?:127\.0\.0\.1|HOST):8080", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(@"0\.0\.0\.0:8080", RegexOptions.NonBacktracking)]
    private static partial Regex Everywhere();

    [GeneratedRegex("(?<=Bearer )SECRET", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\b(?:TASK|20250331222301719319)\b", RegexOptions.NonBacktracking)]
    private static partial Regex TaskId();

    [GeneratedRegex(@"\bFILE\b", RegexOptions.NonBacktracking)]
    private static partial Regex FileId();

    [GeneratedRegex("(?<=/)ID(?=/|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();

    // The first of each is that of the answer itself.
    [GeneratedRegex("\"(?<name>task_id|file_id|id)\":\"(?<value>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Answered();

    [GeneratedRegex(@" id +(?<id>\S+)\s+secret +(?<secret>\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex NewClient();
}
