using AsrService.Benchmarks.Wer;

namespace AsrService.Tests.Bench;

public sealed class ScorerTests
{
    [Theory]
    [InlineData("ask not what", "Ask not what.", 0)]
    [InlineData("ask not what", "ask what", 1)]
    [InlineData("ask not what", "ask not what what", 1)]
    [InlineData("ask not what", "ask now what", 1)]
    [InlineData("ask not what", "", 3)]
    [InlineData("ask not what", "what not ask", 2)]
    public void Words_missing_added_and_exchanged_are_errors(string reference, string hypothesis, int errors) =>
        Assert.Equal(new ErrorRate(errors, 3), new Scorer("en").Score(reference, hypothesis));

    [Theory]
    [InlineData("zh", "都说小度是外资", "都 说 小肚，是外资。", 1, 7)]
    [InlineData("ja", "こんにちは", "こんにちわ", 1, 5)]
    [InlineData("ko", "안녕 하세요", "안녕하세요", 0, 5)]
    [InlineData("zh", "𠮷野家", "吉野家", 1, 3)]
    public void Scripts_without_words_are_scored_by_characters(string language, string reference, string hypothesis, int errors, int length)
    {
        var scorer = new Scorer(language);

        Assert.Equal("CER", scorer.Name);
        Assert.Equal(new ErrorRate(errors, length), scorer.Score(reference, hypothesis));
    }

    [Fact]
    public void In_a_corpus_long_texts_weigh_more()
    {
        var scorer = new Scorer("en");

        var corpus = scorer.Score("one", "two") + scorer.Score("a b c d e f g", "a b c d e f g");

        Assert.Equal(12.5, corpus.Percent);
    }

    [Fact]
    public void What_is_invented_can_exceed_what_was_said() =>
        Assert.Equal(300, new Scorer("en").Score("thanks", "thanks for watching it").Percent);

    [Fact]
    public void Nothing_said_and_nothing_heard_is_no_error() => Assert.Equal(0, new Scorer("en").Score("", "").Percent);
}
