using AsrService.Core.Sessions;
using AsrService.Core.Transcripts;

namespace AsrService.Tests.Sessions;

public sealed class LocalAgreementTests
{
    private readonly LocalAgreement agreement = new();

    [Fact]
    public void What_two_hypotheses_begin_with_is_shown()
    {
        Assert.Null(Add("ask not"));
        Assert.Equal("ask not", Add("ask not what you"));
        Assert.Equal("ask not what", Add("ask not what your country"));
    }

    [Fact]
    public void Capitals_and_punctuation_are_no_difference()
    {
        Add("Ask not.");

        Assert.Equal("ask not", Add("ask not, what")?.TrimEnd(','));
    }

    [Fact]
    public void A_shorter_hypothesis_takes_nothing_back()
    {
        Add("ask not what your");
        Add("ask not what your");

        Assert.Null(Add("ask"));
        Assert.Null(Add("ask not what"));
    }

    [Fact]
    public void A_single_hypothesis_changes_nothing_that_is_shown()
    {
        Add("as not");
        Add("as not what");

        Assert.Null(Add("ask not what your"));
        Assert.Equal("ask not what your", Add("ask not what your country"));
    }

    [Fact]
    public void The_same_words_are_not_shown_again()
    {
        Add("ask not");
        Add("ask not");

        Assert.Null(Add("ask not"));
    }

    private string? Add(string text) =>
        agreement.Add([.. text.Split(' ').Select(word => new TranscriptWord(" " + word, 0, 0, 1))]) is { } words ? string.Concat(words.Select(word => word.Word)).Trim() : null;
}
