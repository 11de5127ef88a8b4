using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary><c>./asr transcribe</c> without a server, on real speech.</summary>
public sealed class TranscribeCommandTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task The_text_is_all_that_is_printed_and_no_database_is_touched()
    {
        var (exitCode, output) = await RunAsync([SetupFiles.Sample], ("ConnectionStrings__Asr", "Host=127.0.0.1;Port=1"), ("Asr__DataDirectory", directory.File("data")));

        Assert.Equal(0, exitCode);
        Assert.Matches($"^And so my fellow Americans.*{Recordings.Words}.*\n$", output);
        Assert.False(Directory.Exists(directory.File("data")));
    }

    [Fact]
    public async Task A_file_that_fails_does_not_keep_the_others_from_their_text()
    {
        var letter = directory.Write("letter.txt", "Dear Sir");
        var (exitCode, output) = await RunAsync([SetupFiles.Sample, directory.File("none.mp3"), letter, directory.Path, SetupFiles.Sample, "--format", "srt"]);

        Assert.Equal(1, exitCode);
        Assert.Equal(3, output.Split("1\n00:00:00,000 --> 00:00:1").Length);
        Assert.Contains($"error: {directory.File("none.mp3")}: There is no such file.", output);
        Assert.Contains($"error: {letter}: The file is not audio", output);
        Assert.Contains($"error: {directory.Path}: There is no such file.", output);
    }

    [Theory]
    [InlineData("vtt", "WEBVTT\n\n00:00:00.000 --> ")]
    [InlineData("tsv", "start\tend\ttext\n0\t")]
    [InlineData("json", "{\"text\":\"And so my fellow Americans")]
    [InlineData("verbose_json", "{\"task\":\"transcribe\",\"language\":\"en\"")]
    public async Task Each_form_is_the_one_that_the_server_writes(string format, string start)
    {
        var (exitCode, output) = await RunAsync([SetupFiles.Sample, "--format", format]);

        Assert.Equal(0, exitCode);
        Assert.StartsWith(start, output);
    }

    [Fact]
    public async Task Results_lie_beside_each_other_and_none_overwrites_another()
    {
        var mp3 = directory.Write("speech.mp3", Recordings.Mp3);
        var wav = directory.Write("speech.wav", await Recordings.EncodedAsync("-f wav"));
        var output = directory.File("texts");

        var (exitCode, printed) = await RunAsync([mp3, wav, "--format", "json", "--output", output]);

        Assert.Equal((0, ""), (exitCode, printed));
        Assert.Equal(["speech.json", "speech.wav.json"], Directory.EnumerateFiles(output).Select(Path.GetFileName).Order());
        Assert.All(Directory.EnumerateFiles(output), file => Assert.Contains(Recordings.Words, JsonElement.Parse(File.ReadAllText(file)).GetProperty("text").GetString()));
    }

    [Fact]
    public async Task A_recording_may_come_from_the_standard_input()
    {
        using var process = ServerProgram.Start(["transcribe", "-"]);
        await process.StandardInput.BaseStream.WriteAsync(Recordings.Mp3, Stop);
        process.StandardInput.Close();

        Assert.Contains(Recordings.Words, await process.StandardOutput.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Another_model_and_language_may_be_asked_for()
    {
        var (exitCode, output) = await RunAsync([SetupFiles.Sample, "--model", "tiny", "--language", "en"], ("Asr__Whisper__Model", "absent-one"), ("Asr__Whisper__Language", "de"));

        Assert.Equal(0, exitCode);
        Assert.Contains(Recordings.Words, output);
    }

    [Theory]
    [InlineData("--model", "small", "./asr models pull small")]
    [InlineData("--language", "english", "english is no language")]
    [InlineData("--format", "pdf", "pdf is no format")]
    [InlineData("--output", "/proc/none", "/proc/none cannot be made")]
    public async Task What_cannot_be_done_is_told_in_a_sentence(string option, string value, string expected)
    {
        var (exitCode, output) = await RunAsync([SetupFiles.Sample, option, value], ("ASR_CACHE", directory.Path));

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_130_and_no_text()
    {
        var recording = directory.Write("long.wav", await Recordings.LongAsync(30));
        using var process = ServerProgram.Start(["transcribe", recording]);

        // It has begun when FFmpeg reads the recording.
        await Poll.UntilAsync(() => Task.FromResult(Children(process.Id)), children => children.Any(command => command.Contains("pipe:1", StringComparison.Ordinal)));
        await ServerProgram.InterruptAsync(process);

        Assert.Equal(130, process.ExitCode);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(Stop) + await process.StandardError.ReadToEndAsync(Stop));
    }

    private static IReadOnlyList<string> Children(int processId)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{processId}/task")
                .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => File.ReadAllText($"/proc/{child}/cmdline"))];
        }
        catch (IOException)
        {
            // One has ended meanwhile.
            return [];
        }
    }

    private static Task<(int ExitCode, string Output)> RunAsync(string[] arguments, params (string, string)[] environment) => ServerProgram.RunAsync(["transcribe", .. arguments], environment);
}
