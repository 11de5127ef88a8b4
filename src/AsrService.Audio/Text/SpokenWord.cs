namespace AsrService.Audio.Text;

/// <summary>A word of a text, and when it was said.</summary>
/// <param name="Text">The word, without punctuation.</param>
/// <param name="Pinyin">How it is read, its syllables joined, each with the digit of its tone: <c>xin4yong4ka3</c>; null where it is not Chinese.</param>
/// <param name="StartMs">Start in milliseconds from the recording's start.</param>
/// <param name="EndMs">End in milliseconds from the recording's start.</param>
internal sealed record SpokenWord(string Text, string? Pinyin, int StartMs, int EndMs)
{
    /// <summary>The word with its pinyin, where it has one, as in <c>信用卡[xin4yong4ka3]</c>.</summary>
    public override string ToString() => Pinyin is null ? Text : $"{Text}[{Pinyin}]";
}
