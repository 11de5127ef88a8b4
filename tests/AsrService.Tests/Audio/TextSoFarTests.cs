using AsrService.Audio.Recognition;
using AsrService.Audio.Segmentation;
using AsrService.Core.Recognition;
using AsrService.Tests.Whisper;
using AsrService.Whisper;

namespace AsrService.Tests.Audio;

public sealed class TextSoFarTests
{
    // An emoji is two chars: whoever counts chars and cuts can be left with half of it, which PostgreSQL does not take.
    private const string Sentence = " 😀😀😀😀😀😀😀 the end of sentence";

    [Fact]
    public void Of_a_long_recording_it_is_the_last_whole_segments()
    {
        var transcript = new TranscriptBuilder(WhisperTestKit.Factory, "en", new TranscriptionOptions());
        for (var i = 0; i < 1000; i++)
            transcript.Add(new WindowTimes(0, [i * 100], [1]), new DecodedPass(Heard($"{Sentence} {i}."), 0));

        var text = transcript.TextSoFar();

        Assert.InRange(text.Length, TranscriptionProgress.LongestText - 50, TranscriptionProgress.LongestText);
        Assert.StartsWith("😀😀😀😀😀😀😀 the end", text, StringComparison.Ordinal);
        Assert.EndsWith("sentence 998. 😀😀😀😀😀😀😀 the end of sentence 999.", text, StringComparison.Ordinal);
    }

    private static WhisperResult Heard(string text) => new() { Segments = [new WhisperSegment(0, 1, text, [])], DecodedUntil = 30 };
}
