using AsrService.Core.Transcripts;

namespace AsrService.Core.Sessions;

/// <summary>
/// What of a growing sentence is shown: the words that two hypotheses in a row begin with. They stay until two others agree on
/// something else; a hypothesis that is only shorter takes nothing back.
/// </summary>
/// <remarks>LocalAgreement-2: D. Liu, G. Spanakis, J. Niehues, Interspeech 2020.</remarks>
public sealed class LocalAgreement
{
    private IReadOnlyList<TranscriptWord> last = [];
    private IReadOnlyList<TranscriptWord> shown = [];

    /// <summary>Takes the next hypothesis.</summary>
    /// <returns>The words to show; null when they are those that are shown already.</returns>
    public IReadOnlyList<TranscriptWord>? Add(IReadOnlyList<TranscriptWord> words)
    {
        var agreed = CommonPrefix(last, words);
        last = words;
        if (CommonPrefix(shown, words) >= agreed)
            return null;

        shown = [.. words.Take(agreed)];
        return shown;
    }

    private static int CommonPrefix(IReadOnlyList<TranscriptWord> left, IReadOnlyList<TranscriptWord> right) =>
        left.Zip(right).TakeWhile(pair => Plain(pair.First) == Plain(pair.Second)).Count();

    // Capitals and punctuation depend on what follows, which is not known yet.
    private static string Plain(TranscriptWord word) => string.Concat(word.Word.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
