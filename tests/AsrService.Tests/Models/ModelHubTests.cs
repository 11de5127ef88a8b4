using AsrService.Audio.Models;
using AsrService.Models;

namespace AsrService.Tests.Models;

public sealed class ModelHubTests
{
    [Theory]
    [InlineData(ModelOptions.Hub, "base.en-q5_1", "https://huggingface.co/ggerganov/whisper.cpp/resolve/main/ggml-base.en-q5_1.bin")]
    [InlineData(ModelOptions.Hub, "small.en-tdrz", "https://huggingface.co/akashmjn/tinydiarize-whisper.cpp/resolve/main/ggml-small.en-tdrz.bin")]
    [InlineData("http://127.0.0.1:9000/whisper", "small.en-tdrz", "http://127.0.0.1:9000/whisper/ggml-small.en-tdrz.bin")]
    public void A_model_is_where_it_is_published_or_all_of_them_at_the_mirror(string mirror, string name, string address)
    {
        using var hub = new ModelHub(new() { Mirror = mirror });

        Assert.Equal(address, hub.AddressOf(KnownModel.All.Single(model => model.Name == name)).AbsoluteUri);
    }

    [Fact]
    public void Every_known_model_has_a_name_a_length_and_a_hash_of_its_own()
    {
        Assert.All(KnownModel.All, model => Assert.Equal($"ggml-{model.Name}.bin", model.File));
        Assert.All(KnownModel.All, model => Assert.Matches("^[0-9a-f]{64}$", model.Sha256));
        Assert.Equal(KnownModel.All.Count, KnownModel.All.DistinctBy(model => model.Sha256).Count());
        Assert.Equal(KnownModel.All.Count, KnownModel.All.DistinctBy(model => model.Name).Count());
    }

    [Theory]
    [InlineData("tiny-q8_0")]
    [InlineData("silero-v6.2.0")]
    public void The_lengths_are_those_of_the_files(string name) =>
        Assert.Equal(new FileInfo(SetupFiles.Model(name)).Length, KnownModel.All.Single(model => model.Name == name).Bytes);
}
