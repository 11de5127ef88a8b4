using System.Text;
using AsrService.Whisper.Native;

namespace AsrService.Tests.Whisper;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" And so my fellow Americans, ask not what your country can do for you")]
    [InlineData("请你们不要问国家能为你们做什么 😀 naïve café")]
    public void Tokens_spell_the_text(string text) => Assert.Equal(text, Spell(WhisperTestKit.Factory.Tokenize(text)));

    [Fact]
    public void Common_words_are_single_tokens() => Assert.Equal(2, WhisperTestKit.Factory.Tokenize(" country can").Count);

    [Fact]
    public void Long_text_is_cut_where_no_token_could_be()
    {
        var sentence = string.Concat(Enumerable.Repeat(" ask not what your country can do for you,", 40));
        var once = WhisperTestKit.Factory.Tokenize(" ask not what your country can do for you,");

        Assert.Equal(Enumerable.Repeat(once, 40).SelectMany(tokens => tokens), WhisperTestKit.Factory.Tokenize(sentence));
    }

    // The regular expression inside whisper.cpp would overflow the stack on either.
    [Theory]
    [InlineData("a")]
    [InlineData("国")]
    [InlineData("😀")]
    [InlineData(" ")]
    public void An_endless_word_does_not_crash(string letter)
    {
        var text = string.Concat(Enumerable.Repeat(letter, 100_000));

        Assert.Equal(text, Spell(WhisperTestKit.Factory.Tokenize(text)));
    }

    [Fact]
    public void A_NUL_does_not_end_the_text() =>
        Assert.Equal("before after", Spell(WhisperTestKit.Factory.Tokenize("before\0 after")));

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() =>
        Assert.Equal("a\uFFFDb", Spell(WhisperTestKit.Factory.Tokenize("a\uD83Db")));

    [Theory]
    [InlineData(600, 128)]
    [InlineData(128, 128)]
    [InlineData(10, 10)]
    public void A_cut_is_never_beyond_the_limit(int length, int expected) =>
        Assert.Equal(expected, Tokenizer.FindCut(new string('x', length)));

    [Fact]
    public void There_is_no_token_outside_the_vocabulary()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WhisperTestKit.Factory.TokenBytes(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WhisperTestKit.Factory.TokenBytes(WhisperTestKit.Factory.VocabularySize));
        Assert.NotNull(WhisperTestKit.Factory.TokenBytes(WhisperTestKit.Factory.VocabularySize - 1));
    }

    private static string Spell(IEnumerable<int> tokens) =>
        Encoding.UTF8.GetString([.. tokens.SelectMany(WhisperTestKit.Factory.TokenBytes)]);
}
