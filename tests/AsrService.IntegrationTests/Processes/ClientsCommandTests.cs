using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AsrService.IntegrationTests.Callbacks;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary><c>./asr clients</c>, beside a server that runs and without one.</summary>
public sealed class ClientsCommandTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string database = shared.Postgres.NewDatabase();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_client_is_added_listed_rotated_disabled_enabled_and_removed_beside_a_server_that_runs()
    {
        await using var server = TestServer.Start(database, directory.Path, ("Asr:Roles", "Api"));

        var added = await JsonAsync("add", "ward 7", "--protocols", "asr-task,teleai", "--rate", "5", "--quota-minutes", "60", "--expires", "2100-01-01", "--language", "fr", "--json");
        Assert.Equal("ward 7", added.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, added));

        var (_, list) = await RunAsync("list");
        Assert.Contains("ward 7", list);
        Assert.Contains("asr-task, teleai", list);
        Assert.Contains("2100-01-01", list);
        Assert.DoesNotContain(Secret(added), list);
        Assert.DoesNotContain(Secret(added), (await RunAsync("list", "--json")).Output);

        var rotated = await JsonAsync("rotate", "ward 7", "--json");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, added));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, rotated));

        Assert.Equal(0, (await RunAsync("disable", "ward 7")).ExitCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, rotated));
        Assert.Equal(0, (await RunAsync("enable", "ward 7")).ExitCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server, rotated));

        Assert.Equal(0, (await RunAsync("remove", "ward 7")).ExitCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, rotated));
        Assert.Contains("There are no clients", (await RunAsync("list")).Output);
    }

    [Fact]
    public async Task Without_a_server_the_private_cluster_is_used_and_stopped_again()
    {
        var (exitCode, output) = await ServerProgram.RunAsync(["clients", "add", "app"], ("Asr__DataDirectory", directory.Path));

        Assert.Equal(0, exitCode);
        Assert.Contains("not shown again", output);
        Assert.Matches("asr_[a-z0-9]{16}_[A-Za-z0-9_-]{43}", output);
        Assert.False(File.Exists(directory.File("postgres/postmaster.pid")));
    }

    [Theory]
    [InlineData("There is no protocol fax", "add", "x", "--protocols", "fax")]
    [InlineData("is no date", "add", "x", "--expires", "soon")]
    [InlineData("The rate is", "add", "x", "--rate", "0")]
    [InlineData("1 to 100 characters", "add", " ")]
    [InlineData("tlh is no language code", "add", "x", "--language", "tlh")]
    [InlineData("not on the public Internet", "add", "x", "--callback-url", "http://10.0.0.1/done")]
    [InlineData("There is no client named x", "rotate", "x")]
    [InlineData("There is no client named x", "disable", "x")]
    [InlineData("There is no client named x", "ping", "x")]
    [InlineData("There is no client named x", "remove", "x")]
    public async Task A_mistake_is_told_in_a_sentence(string expected, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(arguments);

        Assert.Equal(1, exitCode);
        Assert.Contains("error: ", output);
        Assert.Contains(expected, output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task Transcribe_sends_the_key_that_the_environment_has()
    {
        // Others reach it, as far as it knows.
        Assert.Equal(0, (await RunAsync("add", "first")).ExitCode);
        await using var server = TestServer.Start(database, directory.Path, ("urls", "http://0.0.0.0:8080"));
        var (_, client) = await server.AddClientAsync();
        string[] command = ["transcribe", SetupFiles.Sample, "--server", server.Http.BaseAddress!.AbsoluteUri];

        var without = await ServerProgram.RunAsync(command);
        Assert.Equal(1, without.ExitCode);
        Assert.Contains("set ASR_API_KEY", without.Output);

        var with = await ServerProgram.RunAsync(command, ("ASR_API_KEY", client.Secret));
        Assert.Equal(0, with.ExitCode);
        Assert.Contains(Recordings.Words, with.Output);
    }

    [Fact]
    public async Task Ping_sends_a_signed_test_event_and_tells_how_it_went()
    {
        await using var receiver = await Receiver.StartAsync(Receiver.Statuses(204, 500));
        Assert.Equal(0, (await RunAsync("add", "ward", "--callback-url", receiver.Url.AbsoluteUri)).ExitCode);

        var (exitCode, output) = await RunAsync("ping", "ward");
        Assert.Equal(0, exitCode);
        Assert.Matches($"{Regex.Escape(receiver.Url.AbsoluteUri)} took it in [0-9]+ ms and answered 204.", output);
        var callback = Assert.Single(receiver.Received);
        Assert.Equal("ping", callback.Json.GetProperty("type").GetString());
        Assert.Equal("ward", callback.Json.GetProperty("data").GetProperty("client").GetString());
        Assert.StartsWith("v1,", callback.Signature, StringComparison.Ordinal);

        (exitCode, output) = await RunAsync("ping", "ward");
        Assert.Equal(1, exitCode);
        Assert.Contains("error: ", output);
        Assert.Contains("did not take it: it answered 500.", output);

        Assert.Equal(0, (await RunAsync("add", "deaf")).ExitCode);
        (exitCode, output) = await RunAsync("ping", "deaf");
        Assert.Equal(1, exitCode);
        Assert.Contains("deaf has no callback URL", output);
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        Assert.Equal(0, (await RunAsync("add", "twice")).ExitCode);
        var (exitCode, output) = await RunAsync("add", "twice");

        Assert.Equal(1, exitCode);
        Assert.Contains("There is a client named twice already", output);
    }

    private static string Secret(JsonElement issued) => issued.GetProperty("secret").GetString()!;

    private static async Task<HttpStatusCode> StatusAsync(TestServer server, JsonElement issued)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AsrTaskDriver.Path + "/20250331222301719319");
        request.Headers.Add("X-API-Key", Secret(issued));
        using var response = await server.Http.SendAsync(request, Token);
        return response.StatusCode;
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var (exitCode, output) = await RunAsync(arguments);
        Assert.Equal(0, exitCode);
        var json = JsonElement.Parse(output);
        foreach (var member in json.EnumerateObject().Where(member => member.Name.EndsWith("secret", StringComparison.OrdinalIgnoreCase)))
            Secrets.Note(member.Value.GetString()!);
        return json;
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => ServerProgram.RunAsync(
        ["clients", .. arguments], ("Asr__DataDirectory", directory.Path), ("ConnectionStrings__Asr", database), ("Asr__Outgoing__AllowedNetworks", "127.0.0.1/32"));
}
