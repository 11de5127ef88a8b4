using AsrService.Whisper;

namespace AsrService.Tests.Whisper;

public sealed class GgmlModelFileTests
{
    [Theory]
    [InlineData("tiny", "f16")]
    [InlineData("tiny-q8_0", "q8_0")]
    public void Real_models_are_described(string name, string type)
    {
        var path = SetupFiles.Model(name);

        var model = GgmlModelFile.Read(path);

        Assert.Equal((51865, true, 80, type), (model.VocabularySize, model.IsMultilingual, model.MelBands, model.FileType));
        Assert.Equal((4, 4), (model.EncoderLayers, model.DecoderLayers));
        // All but the vocabulary, the filters and the tensors' names.
        Assert.InRange(new FileInfo(path).Length - model.WeightsBytes, 400_000, 800_000);
    }

    [Fact]
    public void The_synthetic_model_is_sound_before_it_is_damaged()
    {
        using var directory = new TemporaryDirectory();

        var model = GgmlModelFile.Read(new SyntheticModel().Write(directory.File("model.bin")));

        Assert.False(model.IsMultilingual);
        Assert.Equal("f16", model.FileType);
    }

    [Fact]
    public void The_synthetic_model_loads_and_decodes()
    {
        WhisperTestKit.LoadLibrary();
        using var directory = new TemporaryDirectory();
        using var factory = WhisperFactory.FromPath(new SyntheticModel().Write(directory.File("model.bin")));
        using var processor = factory.CreateBuilder().WithThreads(1).Build();

        // English only: the rules of such a model are tested here, as no real one is small enough.
        Assert.Equal(["en"], factory.Languages);
        Assert.Equal(("en", 1f), processor.DetectLanguage(new float[16000], 1));
        Assert.Equal("en", processor.Process(new float[16000], TestContext.Current.CancellationToken).Language);
        Assert.Throws<ArgumentException>(() => factory.CreateBuilder().WithLanguage("de"));
    }

    [Fact]
    public void A_model_cut_anywhere_is_refused()
    {
        WhisperTestKit.LoadLibrary();
        using var directory = new TemporaryDirectory();
        var path = directory.File("model.bin");
        File.Copy(SetupFiles.Model("tiny-q8_0"), path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        for (var length = stream.Length - 1; length >= 0; length -= length > 700_000 ? 613_337 : length > 100 ? 4_999 : 1)
        {
            stream.SetLength(length);
            var thrown = Assert.Throws<WhisperModelException>(() => WhisperFactory.FromPath(path));
            Assert.Contains("is damaged", thrown.Message);
        }
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        using var directory = new TemporaryDirectory();
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var bytes = new byte[random.Next(1, 5000)];
            random.NextBytes(bytes);
            // Half of them get past the magic.
            if (i % 2 == 0 && bytes.Length > 4)
                "lmgg"u8.CopyTo(bytes);
            Assert.Throws<WhisperModelException>(() => GgmlModelFile.Read(directory.Write("model.bin", bytes)));
        }
    }

    [Fact]
    public void Random_damage_to_the_headers_never_ends_otherwise_than_in_a_clear_refusal()
    {
        using var directory = new TemporaryDirectory();
        var sound = File.ReadAllBytes(new SyntheticModel().Write(directory.File("sound.bin")));
        var random = new Random(2);
        for (var i = 0; i < 300; i++)
        {
            var bytes = sound.ToArray();
            for (var j = 0; j < 3; j++)
                bytes[random.Next(60)] = (byte)random.Next(256);
            var path = directory.Write("model.bin", bytes);
            Assert.True(Record.Exception(() => GgmlModelFile.Read(path)) is null or WhisperModelException);
        }
    }

    [Theory]
    [InlineData("/nowhere/model.bin")]
    [InlineData("/tmp")]
    [InlineData("/dev/null")]
    public void What_is_no_file_is_refused(string path)
    {
        var thrown = Assert.Throws<WhisperModelException>(() => GgmlModelFile.Read(path));

        Assert.Contains(path, thrown.Message);
    }
}
