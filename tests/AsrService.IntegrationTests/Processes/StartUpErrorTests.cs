using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary>What is wrong with an installation is told at the start, in a sentence that says what to do.</summary>
public sealed class StartUpErrorTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public Task An_unknown_setting() =>
        FailsAsync("The setting Asr:Whisper:Modle is unknown. Did you mean Asr:Whisper:Model?", ("Asr__Whisper__Modle", "base.en"));

    [Fact]
    public Task A_setting_out_of_range() => FailsAsync("In Asr:Workers: The field Concurrency must be between", ("Asr__Workers__Concurrency", "-1"));

    [Fact]
    public Task A_setting_of_the_wrong_type() => FailsAsync("Asr:Uploads:MaxBytes", ("Asr__Uploads__MaxBytes", "plenty"));

    [Fact]
    public Task An_unknown_model() => FailsAsync("Known names: tiny, tiny-q5_1, tiny-q8_0,", ("Asr__Whisper__Model", "tiny-q9"));

    [Fact]
    public Task A_missing_model() => FailsAsync("./asr models pull tiny-q8_0", ("Asr__ModelsDirectory", directory.Path));

    [Fact]
    public Task A_missing_model_of_the_cache() =>
        FailsAsync("To fetch it: ./asr models pull base.en", ("ASR_CACHE", directory.Path), ("Asr__Whisper__Model", "base.en"));

    [Fact]
    public Task A_missing_decoder() => FailsAsync("Install FFmpeg", ("Asr__Audio__FfmpegPath", "/nonexistent/ffmpeg"));

    [Fact]
    public Task A_database_that_cannot_be_reached() =>
        FailsAsync("Check ConnectionStrings__Asr", ("ConnectionStrings__Asr", "Host=127.0.0.1;Port=1;Username=asr;Password=hunter2"));

    [Fact]
    public Task A_data_directory_that_cannot_be_made() => FailsAsync("Set Asr__DataDirectory", ("Asr__DataDirectory", directory.Write("file", "") + "/data"));

    [Fact]
    public async Task A_damaged_model_of_a_known_name()
    {
        var bytes = await File.ReadAllBytesAsync(SetupFiles.Model("tiny-q8_0"), TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(directory.File("ggml-tiny-q8_0.bin"), bytes, TestContext.Current.CancellationToken);

        await FailsAsync("is damaged", ("Asr__ModelsDirectory", directory.Path));
    }

    [Fact]
    public async Task A_truncated_model_given_by_its_path()
    {
        var bytes = await File.ReadAllBytesAsync(SetupFiles.Model("tiny-q8_0"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(directory.File("cut.bin"), bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);

        await FailsAsync("cut.bin", ("Asr__Whisper__Model", directory.File("cut.bin")));
    }

    [Fact]
    public Task A_missing_library() => FailsAsync("./asr setup", ("Asr__Whisper__Library", "/nonexistent/libwhisper.so"));

    [Fact]
    public Task A_missing_ICU()
    {
        // In front of the system's libraries, empty files of their names; .NET itself is told to do without.
        foreach (var version in Enumerable.Range(44, 47))
            directory.Write($"libicui18n.so.{version}", "");
        return FailsAsync(
            "set Asr__Text__ChineseScript=as-is", ("LD_LIBRARY_PATH", directory.Path), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"));
    }

    [Fact]
    public Task A_language_that_the_model_does_not_know() => FailsAsync("does not know the language tlh", ("Asr__Whisper__Language", "tlh"));

    [Fact]
    public async Task An_address_in_use_which_leaves_no_cluster_running()
    {
        var (exitCode, error) = await ServerProgram.RunAsync(
            ("Asr__DataDirectory", directory.Path), ("Asr__Roles", "Api"), ("ASPNETCORE_URLS", shared.Server.Http.BaseAddress!.AbsoluteUri));

        Assert.Equal(1, exitCode);
        Assert.Contains("set ASPNETCORE_URLS", error);
        Assert.True(Directory.Exists(directory.File("postgres")));
        Assert.False(File.Exists(directory.File("postgres/postmaster.pid")));
    }

    private async Task FailsAsync(string expected, params (string, string)[] environment)
    {
        var (exitCode, error) = await ServerProgram.RunAsync(
            [("Asr__DataDirectory", directory.Path), ("ConnectionStrings__Asr", shared.Postgres.NewDatabase()), .. environment]);

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, error);
        Assert.Contains("error: ", error);
        Assert.DoesNotContain("   at ", error);
        Assert.DoesNotContain("hunter2", error);
    }
}
