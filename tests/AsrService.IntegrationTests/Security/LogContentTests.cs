using System.Net;
using System.Net.Sockets;
using System.Text;
using AsrService.Core.Clients;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Processes;

namespace AsrService.IntegrationTests.Security;

/// <summary>Logs hold neither secrets nor what was said. (<see cref="SharedServer"/> looks through those of the whole run at its end.)</summary>
public sealed class LogContentTests(SecuredServer servers) : IClassFixture<SecuredServer>
{
    private const string TaskPath = AsrTaskDriver.Path + "/20250331222301719319";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_right_and_wrong_and_transcripts_are_not_logged()
    {
        var (http, client) = await servers.AddClientAsync();
        Assert.Equal(HttpStatusCode.OK, (await new AsrTaskDriver(http).TranscribeAsync(Recordings.Mp3)).Status);

        // Whoever misspells a secret has still told most of it.
        var wrong = Secrets.Note(ClientSecret.New(client.Id));
        foreach (var (name, value) in new[] { ("X-API-Key", wrong), ("Authorization", "Bearer " + wrong), ("Authorization", "Basic " + wrong), ("X-DF-API-SECRET", wrong), ("Authorization", "teleai-cloud-auth-v1/" + wrong) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, TaskPath);
            request.Headers.TryAddWithoutValidation(name, value);
            using var response = await servers.Closed.Http.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        await SendBrokenHeaderAsync(servers.Closed.Http.BaseAddress!, $"X-API-Key\0: {wrong}");

        RunLog.Current.AssertClean();
        Assert.NotEmpty(RunLog.Current.Leaks(["Wrong credentials from"]));
        Assert.NotEmpty(RunLog.Current.Leaks(["Done: "]));
    }

    [Fact]
    public async Task A_path_writes_no_line_of_its_own()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AsrTaskDriver.Path + "/%0Aforged%0Dforged");
        request.Headers.Add("X-API-Key", "asr_nobody_x");
        using var response = await servers.Closed.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.NotEmpty(RunLog.Current.Leaks([$"for {AsrTaskDriver.Path}/%0Aforged%0Dforged"]));
    }

    [Fact]
    public async Task The_databases_password_is_not_logged()
    {
        using var directory = new TemporaryDirectory();
        var password = Secrets.Note(ClientSecret.NewWebhookSecret());

        var (exitCode, output) = await ServerProgram.RunAsync(
            ("Asr__DataDirectory", directory.Path),
            ("ConnectionStrings__Asr", $"Host=127.0.0.1;Port=1;Database=asr;Username=asr;Password={password}"),
            ("Serilog__MinimumLevel__Default", "Debug"));

        Assert.NotEqual(0, exitCode);
        Assert.DoesNotContain(password, output);
    }

    [Fact]
    public void A_secret_in_a_log_is_found()
    {
        using var log = new RunLog();
        log.Write("Nothing");
        log.Write("key=sesame\nmore");

        Assert.Equal(["key=sesame"], log.Leaks(["SESAME", "other"]));
    }

    private static async Task SendBrokenHeaderAsync(Uri server, string header)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {TaskPath} HTTP/1.1\r\nHost: {server.Authority}\r\n{header}\r\n\r\n"), Token);
        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync(Token));
    }
}
