using System.Diagnostics;
using AsrService.Benchmarks;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary><c>./asr bench</c>, as far as it takes no minutes.</summary>
public sealed class BenchmarkTests(SharedServer shared) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Wer_counts_the_errors_of_a_running_server_and_of_whisper_cli()
    {
        var refs = directory.Write("refs.tsv", $"{SetupFiles.Sample}\tAnd so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country.\n");

        var (exitCode, output) = await RunAsync("wer", refs, "--server", shared.Server.Http.BaseAddress!.AbsoluteUri);

        Assert.Equal(0, exitCode);
        Assert.Contains("this server  WER 0.00 % (0 errors in 22)", output);
        Assert.Contains("whisper-cli  WER 0.00 % (0 errors in 22)", output);
        Assert.Contains(Recordings.Words, await File.ReadAllTextAsync(directory.File("refs.hypotheses.tsv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Recognition_prints_a_line_for_the_recordings_that_it_is_given()
    {
        var (exitCode, output) = await RunAsync("recognition", SetupFiles.Sample, "--pairs", "1");

        Assert.Equal(0, exitCode);
        Assert.Matches(@"jfk\.mp3 +11 .*22 : 22", output);
    }

    [Fact]
    public async Task Callbacks_are_counted_and_none_is_missing()
    {
        // How fast they are is another matter on a machine that runs tests, and decides the exit code.
        var (_, output) = await RunAsync("callbacks", "--deliveries", "100", "--answer-after", "0");

        Assert.Matches(@"deliveries +100 ", output);
        Assert.Matches(@"duplicates +0 +0", output);
        Assert.Matches(@"missing +0 +0", output);
        Assert.Matches(@"badly signed +0 +0", output);
    }

    [Fact]
    public async Task Sessions_are_measured_from_the_end_of_a_sentence()
    {
        var (_, output) = await RunAsync("sessions", "--sessions", "1", "--seconds", "3");

        Assert.Matches(@"\n +1 +1 +[01] +", output);
    }

    [Theory]
    [InlineData("Start one with ./asr serve", "wer", "--server", "http://127.0.0.1:1/")]
    [InlineData("/no/such/model is missing", "wer", "--model", "/no/such/model")]
    [InlineData("whisper-cli says: error: unknown language 'xx'", "recognition", "--language", "xx", "--pairs", "1", "SAMPLE")]
    [InlineData("does not exist", "recognition", "/no/such/file")]
    [InlineData("has no place for the figures", "all", "--output", "SAMPLE")]
    public async Task What_is_wrong_is_said_in_a_sentence(string expected, params string[] arguments)
    {
        var (exitCode, output) = await RunAsync([.. arguments.Select(argument => argument == "SAMPLE" ? SetupFiles.Sample : argument)]);

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, output);
        Assert.DoesNotContain("   at ", output);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(BenchmarkProgram).Assembly.Location, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["Asr__Whisper__Library"] = SetupFiles.Library;
        start.Environment["ASR_SAMPLE"] = SetupFiles.Sample;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(output, error, process.WaitForExitAsync(TestContext.Current.CancellationToken)).WaitAsync(Deadline);
        return (process.ExitCode, await error + await output);
    }
}
