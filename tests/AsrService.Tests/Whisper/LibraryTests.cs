using System.Security.Cryptography;
using System.Text;
using AsrService.Whisper;
using AsrService.Whisper.Native;

namespace AsrService.Tests.Whisper;

public sealed class LibraryTests
{
    [Fact]
    public async Task Loading_again_from_anywhere_at_once_does_nothing() =>
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(WhisperTestKit.LoadLibrary)));

    [Fact]
    public void A_second_library_is_refused()
    {
        WhisperTestKit.LoadLibrary();
        using var directory = new TemporaryDirectory();

        var thrown = Assert.Throws<WhisperException>(() => WhisperLibrary.Load(directory.Write("libwhisper.so", "other")));

        Assert.Contains("already uses", thrown.Message);
    }

    [Fact]
    public void A_missing_library_is_named()
    {
        var thrown = Assert.Throws<WhisperException>(() => WhisperLibrary.Load("/nowhere/libwhisper.so"));

        Assert.Contains("/nowhere/libwhisper.so", thrown.Message);
    }

    [Fact]
    public void A_file_that_is_no_library_is_refused_with_the_loader_s_reason()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("libwhisper.so", "not an ELF file");

        var thrown = Assert.Throws<WhisperException>(() => NativeLibraryFile.Open(path));

        Assert.Contains("could not be loaded", thrown.Message);
    }

    [Fact]
    public void A_library_that_is_not_whisper_is_refused()
    {
        var ggml = Path.Combine(Path.GetDirectoryName(SetupFiles.Library)!, "libggml-base.so");

        var thrown = Assert.Throws<WhisperException>(() => NativeLibraryFile.Open(ggml));

        Assert.Contains("whisper_version", thrown.Message);
    }

    [Theory]
    [InlineData("1.9.0")]
    [InlineData("1.9.10")]
    [InlineData("")]
    [InlineData(null)]
    public void Another_version_is_refused(string? version) =>
        Assert.Throws<WhisperException>(() => NativeLibraryFile.RequireVersion("libwhisper.so", version));

    [Fact]
    public void The_right_version_is_accepted() => NativeLibraryFile.RequireVersion("libwhisper.so", "1.9.1");

    [Fact]
    public void A_sound_manifest_passes()
    {
        using var directory = new TemporaryDirectory();
        var library = WriteLibraries(directory);
        directory.Write(
            "manifest.sha256",
            $"{Hash("whisper")}  ./libwhisper.so\n{Hash("ggml")} *libggml.so.0\n"
            + $"{Hash("cpu")}  libggml-cpu.so\n{Hash("?")}  abi.tsv\n");

        LibraryManifest.Verify(library);
    }

    [Fact]
    public void No_manifest_passes()
    {
        using var directory = new TemporaryDirectory();

        LibraryManifest.Verify(WriteLibraries(directory));
    }

    public static TheoryData<string, string> BadManifests => new()
    {
        { $"{Hash("other")}  libwhisper.so\n", "SHA-256" },
        { $"{Hash("whisper")}  libwhisper.so\n{Hash("other")}  libggml.so.0\n", "SHA-256" },
        { $"{Hash("whisper")}  libwhisper.so\n{Hash("blas")}  libggml-blas.so\n", "missing" },
        { $"{Hash("ggml")}  libggml.so.0\n{Hash("cpu")}  libggml-cpu.so\n", "not listed" },
        { $"{Hash("whisper")}  libwhisper.so\n", "libggml-cpu.so is not listed" },
        { "", "not listed" },
        { "rubbish\n", "has a line" },
        { $"{Hash("whisper")}  ../libwhisper.so\n", "has a line" },
        { $"{Hash("whisper")}  /lib/libwhisper.so\n", "has a line" },
        { $"{Hash("whisper")[..63]}x  libwhisper.so\n", "has a line" },
    };

    [Theory]
    [MemberData(nameof(BadManifests))]
    public void A_manifest_that_does_not_fit_is_refused_before_anything_is_loaded(string manifest, string reason)
    {
        using var directory = new TemporaryDirectory();
        var library = WriteLibraries(directory);
        directory.Write("manifest.sha256", manifest);

        // The file is no library: had it been opened, the reason would be another.
        var thrown = Assert.Throws<WhisperException>(() => WhisperLibrary.Load(library));

        Assert.Contains(reason, thrown.Message);
    }

    [Fact]
    public void A_link_is_checked_where_it_leads()
    {
        using var directory = new TemporaryDirectory();
        using var elsewhere = new TemporaryDirectory();
        directory.Write("manifest.sha256", $"{Hash("other")}  libwhisper.so\n");
        File.CreateSymbolicLink(elsewhere.File("link.so"), WriteLibraries(directory));

        var thrown = Assert.Throws<WhisperException>(() => WhisperLibrary.Load(elsewhere.File("link.so")));

        Assert.Contains("SHA-256", thrown.Message);
    }

    private static string WriteLibraries(TemporaryDirectory directory)
    {
        directory.Write("libggml.so.0", "ggml");
        directory.Write("libggml-cpu.so", "cpu");
        return directory.Write("libwhisper.so", "whisper");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
