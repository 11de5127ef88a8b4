using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary>The program's commands besides serving.</summary>
public sealed class CommandTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Transcribe_prints_the_text_and_where_to_see_more()
    {
        var (exitCode, output) = await ServerProgram.RunAsync(["transcribe", SetupFiles.Sample, "--server", Address]);

        Assert.Equal(0, exitCode);
        Assert.Contains(Recordings.Words, output);
        Assert.Matches($"curl {Address}api/v1/asr/task/[0-9]{{20}}", output);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task Transcribe_tells_the_server_what_is_asked_for()
    {
        var (exitCode, output) = await ServerProgram.RunAsync(["transcribe", SetupFiles.Sample, SetupFiles.Sample, "--server", Address, "--model", "no-such"]);

        Assert.Equal(1, exitCode);
        Assert.Equal(3, output.Split("error: This server has no model called no-such.").Length);
    }

    [Fact]
    public async Task Transcribe_fails_with_the_servers_reason()
    {
        var (exitCode, output) = await ServerProgram.RunAsync(["transcribe", directory.Write("letter.txt", "Dear Sir"), "--server", Address]);

        Assert.Equal(1, exitCode);
        Assert.Contains("error: The file is not audio", output);
    }

    [Theory]
    [InlineData(null, 0, "Healthy")]
    [InlineData("http://127.0.0.1:1/", 1, "does not answer")]
    [InlineData("nonsense", 1, "is no address")]
    public async Task Healthcheck_tells_by_its_exit_code(string? address, int expected, string word)
    {
        var (exitCode, output) = await ServerProgram.RunAsync(["healthcheck", address ?? Address]);

        Assert.Equal(expected, exitCode);
        Assert.Contains(word, output);
    }

    [Fact]
    public async Task Migrate_makes_the_schema_and_leaves_no_cluster_running()
    {
        var (exitCode, output) = await ServerProgram.RunAsync(["migrate"], ("Asr__DataDirectory", directory.Path));

        Assert.Equal(0, exitCode);
        Assert.Contains("up to date", output);
        Assert.True(Directory.Exists(directory.File("postgres")));
        Assert.False(File.Exists(directory.File("postgres/postmaster.pid")));
    }

    private string Address => shared.Server.Http.BaseAddress!.AbsoluteUri;
}
