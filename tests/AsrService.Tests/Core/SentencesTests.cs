using AsrService.Core.Transcripts;

namespace AsrService.Tests.Core;

public sealed class SentencesTests
{
    [Theory]
    [InlineData(" And so it is. Ask not!", "And so it is.|Ask not!")]
    [InlineData(" Really?! Yes… No... Well", "Really?!|Yes…|No...|Well")]
    [InlineData(" Well... I think so… maybe. Go", "Well...|I think so… maybe.|Go")]
    [InlineData(" It is 3.5 percent. Of 1,000.50 in all.", "It is 3.5 percent.|Of 1,000.50 in all.")]
    [InlineData(" The U.S. Army and the U.S.A. won at 5 p.m. Today.", "The U.S. Army and the U.S.A. won at 5 p.m. Today.")]
    [InlineData(" Dr. Smith met Mr. J. F. Kennedy. He left.", "Dr. Smith met Mr. J. F. Kennedy.|He left.")]
    [InlineData(" See example.com. Then go.", "See example.com.|Then go.")]
    [InlineData(" Bring pens etc. and paper. Fine.", "Bring pens etc. and paper.|Fine.")]
    [InlineData(" He said \"Go.\" Then (at last!) he went.", "He said \"Go.\"|Then (at last!) he went.")]
    [InlineData(" It was in 1990. Then came 1991.", "It was in 1990.|Then came 1991.")]
    [InlineData("北京的天气。今天怎么样？很好！", "北京的天气。|今天怎么样？|很好！")]
    [InlineData("他说：“走吧。”我们走了；他没走……后来呢", "他说：“走吧。”|我们走了；|他没走……|后来呢")]
    [InlineData("大约3.5公里.然后呢?好!对", "大约3.5公里.|然后呢?|好!|对")]
    [InlineData("이것은 문장이다. 그리고 3.5다.", "이것은 문장이다.|그리고 3.5다.")]
    [InlineData("没有标点的文字", "没有标点的文字")]
    [InlineData(" no marks at all", "no marks at all")]
    [InlineData(" ... ", "")]
    [InlineData("", "")]
    public void Sentences_end_at_their_marks_only(string text, string sentences)
    {
        Assert.Equal(sentences, string.Join('|', Sentences.Of([Segment(text)]).Select(sentence => sentence.Text)));

        // However it comes: by words, or letter by letter.
        foreach (var words in new[] { System.Text.RegularExpressions.Regex.Matches(text, @"\s*\S+").Select(match => match.Value), text.Select(letter => $"{letter}") })
            Assert.Equal(sentences, string.Join('|', Sentences.Of([Segment(text, words: [.. words.Select((word, i) => new TranscriptWord(word, i * 0.1, (i + 1) * 0.1, 1))])]).Select(sentence => sentence.Text)));
    }

    [Fact]
    public void Segments_are_merged_and_divided_and_times_are_those_of_words()
    {
        var sentences = Sentences.Of(
        [
            Segment(" And so, my", 0, 2, [new(" And", 0.3, 0.5, 0.5), new(" so,", 0.5, 0.9, 1), new(" my", 1.1, 1.5, 1)]),
            Segment(" friends. Ask", 2, 4, [new(" friends.", 2.1, 2.9, 0.5), new(" Ask", 3.2, 3.5, 0.8)]),
            Segment(" not.", 4, 5, [new(" not.", 4.1, 4.6, 0.6)]),
        ]);

        Assert.Equal(
            [
                new Sentence(null, 0.3, 2.9, "And so, my friends.", ((4 * 0.5) + 4 + 3 + (9 * 0.5)) / 20),
                new Sentence(null, 3.2, 4.6, "Ask not.", ((4 * 0.8) + (5 * 0.6)) / 9),
            ],
            sentences);
    }

    [Fact]
    public void A_mark_at_a_segments_end_ends_a_sentence()
    {
        var sentences = Sentences.Of([Segment("今天很好。", 0, 2), Segment("明天呢？", 2, 3), Segment(" Good.", 3, 4), Segment(" Bye.", 4, 5)]);

        Assert.Equal(["今天很好。", "明天呢？", "Good.", "Bye."], sentences.Select(sentence => sentence.Text));
    }

    [Fact]
    public void Without_words_time_is_taken_to_pass_evenly()
    {
        var sentences = Sentences.Of([Segment("四个字。四个字。", 10, 18, logprob: Math.Log(0.25))]);

        Assert.Equal([new Sentence(null, 10, 14, "四个字。", 0.25), new Sentence(null, 14, 18, "四个字。", 0.25)], sentences);
    }

    [Fact]
    public void A_long_pause_ends_a_sentence_and_a_short_one_does_not()
    {
        var sentences = Sentences.Of(
            [Segment("我想说", 0, 9, [new("我", 0, 1, 1), new("想", 2.9, 3.5, 1), new("说", 6, 6.5, 1)]), Segment("什么", 9, 10, [new("什", 9, 9.4, 1), new("么", 9.4, 10, 1)])]);

        Assert.Equal([("我想", 0, 3.5), ("说", 6, 6.5), ("什么", 9, 10)], sentences.Select(sentence => (sentence.Text, sentence.Start, sentence.End)));
    }

    [Fact]
    public void Text_without_marks_is_divided_between_segments_before_it_is_too_long()
    {
        var sentences = Sentences.Of([.. Enumerable.Range(0, 10).Select(i => Segment($"第{i}段", i * 8, (i + 1) * 8))]);

        Assert.Equal(["第0段第1段第2段", "第3段第4段第5段", "第6段第7段第8段", "第9段"], sentences.Select(sentence => sentence.Text));
        Assert.All(sentences, sentence => Assert.InRange(sentence.End - sentence.Start, 0, 30));
    }

    [Fact]
    public void Channels_are_never_joined_and_come_in_order_of_time()
    {
        var sentences = Sentences.Of(
        [
            Segment(" How are", 0, 1, channel: 0), Segment(" Fine,", 0.5, 2, channel: 1), Segment(" you?", 1, 1.5, channel: 0),
            Segment(" thanks.", 2, 2.5, channel: 1), Segment(" Good.", 2.2, 3, channel: 0),
        ]);

        Assert.Equal([(0, "How are you?"), (1, "Fine, thanks."), (0, "Good.")], sentences.Select(sentence => (sentence.Channel!.Value, sentence.Text)));
        Assert.Equal([0, 0.5, 2.2], sentences.Select(sentence => sentence.Start));
    }

    [Fact]
    public void Nothing_has_no_sentences() => Assert.Empty(Sentences.Of([]));

    private static TranscriptSegment Segment(
        string text, double start = 0, double end = 5, IReadOnlyList<TranscriptWord>? words = null, int? channel = null, double logprob = 0) =>
        new(0, 0, start, end, text, [], 0, logprob, 1, 0, channel, words);
}
