using AsrService.Whisper;

namespace AsrService.Tests.Whisper;

/// <summary>One kind of damage after the other; each would have crashed whisper.cpp, or been taken for sound.</summary>
public sealed class DamagedModelTests
{
    [Fact]
    public void Wrong_magic() => Refuse("magic", model => model.Magic = 0x46554747);

    // Their order is that of the file; the second value is absurd in another direction.
    [Theory]
    [InlineData(0, 51863, int.MaxValue)]
    [InlineData(1, 1499, int.MaxValue)]
    [InlineData(2, 0, int.MaxValue)]
    [InlineData(3, 0, 7)]
    [InlineData(4, 0, int.MaxValue)]
    [InlineData(5, 447, int.MinValue)]
    [InlineData(6, 32, int.MaxValue)]
    [InlineData(7, -1, 7)]
    [InlineData(8, 0, int.MaxValue)]
    [InlineData(9, 81, -80)]
    [InlineData(10, 4, -1)]
    public void Absurd_hyperparameters(int index, int low, int high)
    {
        Refuse("", model => model.Header[index] = low);
        Refuse("", model => model.Header[index] = high);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Hyperparameters_that_the_tensors_do_not_bear_out(int index) =>
        Refuse("", model => model.Header[index] *= 2);

    [Fact]
    public void Wrong_mel_filters()
    {
        Refuse("mel filters", model => model.Filters[0] = int.MaxValue);
        Refuse("mel filters", model => model.Filters[1] = 200);
    }

    [Fact]
    public void More_words_than_tokens() => Refuse("number of words", model => model.WordCount = 51865);

    [Fact]
    public void A_vocabulary_without_a_blank() => Refuse("blank", model => model.Words[0] = "b");

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Absurd_lengths(int length)
    {
        Refuse("word", model => model.WordLength = length);
        Refuse("name", model => model.NameLength = length);
        Refuse("dimensions", model => model.Dimensions = length);
    }

    [Fact]
    public void No_tensors_at_all() => Refuse("0 of", model => model.Tensors.Clear());

    [Fact]
    public void A_tensor_missing() => Refuse("tensors", model => model.Tensors.RemoveAt(5));

    [Fact]
    public void A_tensor_twice() => Refuse("twice", model => model.Tensors[5] = model.Tensors[4]);

    [Fact]
    public void An_unknown_tensor() => Refuse("unknown name", model => model.Tensors[3] = ("encoder.conv3.weight", 0, [64]));

    [Theory]
    [InlineData(99)]
    [InlineData(-1)]
    [InlineData(0)]
    public void A_tensor_of_another_type(int type) =>
        Refuse("encoder.conv1.weight", model => model.Tensors[1] = model.Tensors[1] with { Type = type });

    [Fact]
    public void A_tensor_of_another_shape() =>
        Refuse("encoder.conv1.weight", model => model.Tensors[1] = model.Tensors[1] with { Sizes = [80, 3, 64] });

    [Fact]
    public void Sizes_whose_product_overflows() =>
        Refuse("encoder.positional_embedding", model => model.Tensors[0] = model.Tensors[0] with { Sizes = [65536, 65537, 0] });

    [Fact]
    public void Trailing_bytes() => Refuse("follow", model => model.Trailing = [0]);

    private static void Refuse(string reason, Action<SyntheticModel> damage)
    {
        WhisperTestKit.LoadLibrary();
        using var directory = new TemporaryDirectory();
        var model = new SyntheticModel();
        damage(model);

        var thrown = Assert.Throws<WhisperModelException>(() => WhisperFactory.FromPath(model.Write(directory.File("model.bin"))));

        Assert.Contains(reason, thrown.Message);
    }
}
