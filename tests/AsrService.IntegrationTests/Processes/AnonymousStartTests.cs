using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary>A server that others reach does not start before somebody has said who may use it.</summary>
public sealed class AnonymousStartTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string database = shared.Postgres.NewDatabase();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:0")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:0;http://[::]:0")]
    [InlineData("Kestrel__Endpoints__Public__Url", "http://*:0")]
    public async Task Without_clients_it_refuses_and_says_what_to_do(string name, string value)
    {
        var (exitCode, output) = await ServerProgram.RunAsync([.. Settings, (name, value)]);

        Assert.Equal(1, exitCode);
        Assert.Contains("error: ", output);
        Assert.Contains("./asr clients add NAME", output);
        Assert.Contains("Asr__Auth__AllowAnonymous=true", output);
        Assert.DoesNotContain("   at ", output);
        Assert.DoesNotContain("Now listening", output);
    }

    [Fact]
    public async Task With_a_client_it_starts_and_wants_a_key()
    {
        Assert.Equal(0, (await ServerProgram.RunAsync(["clients", "add", "app"], [.. Settings])).ExitCode);

        Assert.Equal(401, await StatusAsync());
    }

    [Fact]
    public async Task Where_it_is_said_aloud_everybody_is_let_in() => Assert.Equal(404, await StatusAsync(("Asr__Auth__AllowAnonymous", "true")));

    private (string Name, string Value)[] Settings => [("Asr__DataDirectory", directory.Path), ("ConnectionStrings__Asr", database), ("Asr__Roles", "Api")];

    // What a stranger is answered who asks for a task that there is not.
    private async Task<int> StatusAsync(params (string Name, string Value)[] settings)
    {
        await using var node = await NodeProcess.StartAsync(
            Settings.Concat(settings).Append(("ASPNETCORE_URLS", "http://0.0.0.0:0")).Select(setting => KeyValuePair.Create(setting.Item1, setting.Item2)),
            TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new UriBuilder(node.Address) { Host = "127.0.0.1" }.Uri };
        using var response = await http.GetAsync(new Uri(AsrTaskDriver.Path + "/20250331222301719319", UriKind.Relative), TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
