using System.Text;
using AsrService.Audio.Text;

namespace AsrService.Tests.Audio;

public sealed class ChineseWordsTests : IDisposable
{
    private readonly ChineseWords words = new();

    public void Dispose() => words.Dispose();

    [Fact]
    public void The_protocols_sample_comes_out_to_the_letter()
    {
        // The recogniser's words are others: one character, and the four behind it.
        var split = words.Split("信用卡查询", [new("信", 0.38, 0.45, 1), new("用卡查询", 0.45, 1.01, 1)]);

        Assert.Equal("信用卡[xin4yong4ka3] 查询[cha2xun2]", Joined(split));
        Assert.Equal("5L+h55So5Y2hW3hpbjR5b25nNGthM10g5p+l6K+iW2NoYTJ4dW4yXQ==", Convert.ToBase64String(Encoding.UTF8.GetBytes(Joined(split))));
        Assert.Equal([(380, 730), (730, 1010)], split.Select(word => (word.StartMs, word.EndMs)));

        // And with words as the sample's times have them.
        split = words.Split("信用卡查询", [new("信用卡", 0.38, 0.59, 1), new("查询", 0.59, 1.01, 1)]);
        Assert.Equal([(380, 590), (590, 1010)], split.Select(word => (word.StartMs, word.EndMs)));
    }

    [Theory]
    [InlineData("请查询我的信用卡，谢谢！", "请[qing3] 查询[cha2xun2] 我的[wo3de5] 信用卡[xin4yong4ka3] 谢谢[xie4xie4]")]
    [InlineData("女儿吃了绿色的东西吗？", "女儿[nv3er2] 吃了[chi1le5] 绿色[lv4se4] 的[de5] 东西[dong1xi1] 吗[ma5]")]
    [InlineData("安装iPhone15手机，OK？3.5%", "安装[an1zhuang1] iPhone15 手机[shou3ji1] OK 3.5")]
    [InlineData("今年2024年5月", "今年[jin1nian2] 2024 年[nian2] 5 月[yue4]")]
    [InlineData("And so, my fellow Americans: don't  ask\nnaïve C++ (50 %)", "And so my fellow Americans don't ask naïve C 50")]
    [InlineData("𠀀 is 😀 好 𠮷", "𠀀[he1] is 好[hao3] 𠮷")]
    [InlineData("〇", "〇[ling2]")]
    [InlineData("東京タワーです", "東京タワー です")]
    [InlineData("한국어 大韓民國", "한국어 大韓民國")]
    [InlineData("Привет, мир!", "Привет мир")]
    [InlineData("，。！？…… 😀 %+", "")]
    [InlineData("\ud840", "")]
    [InlineData(" \n", "")]
    [InlineData("", "")]
    public void Words_stand_with_their_pinyin_or_plain(string text, string expected) => Assert.Equal(expected, Joined(words.Split(text, [])));

    [Fact]
    public void What_lies_in_one_word_of_the_recogniser_shares_its_time_and_what_spans_several_has_all_of_theirs()
    {
        var split = words.Split("OK, 请查询信用卡。", [new("OK,", 0, 0.5, 1), new(" 请查询", 1, 1.9, 1), new("信", 2, 2.2, 1), new("用", 2.2, 2.3, 1), new("卡。", 2.5, 3, 1)]);

        Assert.Equal("OK 请[qing3] 查询[cha2xun2] 信用卡[xin4yong4ka3]", Joined(split));
        Assert.Equal([(0, 500), (1000, 1300), (1300, 1900), (2000, 3000)], split.Select(word => (word.StartMs, word.EndMs)));
    }

    [Fact]
    public void Words_of_one_token_keep_their_times_whatever_stands_between_them()
    {
        var split = words.Split("Well-known 😀 fact: don't!", [new("Well-known", 0.1, 1, 1), new(" 😀", 1, 1.2, 1), new(" fact:", 1.25, 1.5, 1), new(" don't!", 1.5, 2, 1)]);

        Assert.Equal("Well known fact don't", Joined(split));
        Assert.Equal([(100, 500), (500, 1000), (1250, 1500), (1500, 2000)], split.Select(word => (word.StartMs, word.EndMs)));
    }

    [Fact]
    public void Every_word_has_a_time_even_where_the_recogniser_lacks_some()
    {
        Assert.Equal([(0, 1000), (667, 1000)], words.Split("信用卡查询", [new("信用卡", 0, 1, 1)]).Select(word => (word.StartMs, word.EndMs)));
        Assert.Equal([(0, 0), (0, 0)], words.Split("信用卡查询", []).Select(word => (word.StartMs, word.EndMs)));
    }

    [Fact]
    public void Threads_may_share_it()
    {
        var texts = Enumerable.Range(0, 2000).Select(i => $"{i}信用卡查询").ToList();

        var split = texts.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(text => Joined(words.Split(text, [])));

        Assert.Equal(texts.Select((_, i) => $"{i} 信用卡[xin4yong4ka3] 查询[cha2xun2]"), split);
    }

    private static string Joined(IEnumerable<SpokenWord> split) => string.Join(' ', split);
}
