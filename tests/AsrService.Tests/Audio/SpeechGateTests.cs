using AsrService.Audio.Segmentation;

namespace AsrService.Tests.Audio;

public sealed class SpeechGateTests
{
    [Fact]
    public void Silence_is_dropped() => Assert.Equal("", Kept("................................................................"));

    [Fact]
    public void A_click_is_no_speech() => Assert.Equal("", Kept("....................##...................."));

    [Fact]
    public void Speech_is_kept_with_its_surroundings() =>
        Assert.Equal($"{Dots(SpeechGate.Padding)}#####{Dots(SpeechGate.Padding)}", Kept($"{Dots(60)}#####{Dots(60)}"));

    [Fact]
    public void Speech_at_the_edges_is_kept() => Assert.Equal($"#####{Dots(2 * SpeechGate.Padding)}#####", Kept($"#####{Dots(200)}#####"));

    [Fact]
    public void A_pause_in_speech_is_kept_whole() =>
        Assert.Equal($"#####{Dots(SpeechGate.LongestPause)}#####", Kept($"#####{Dots(SpeechGate.LongestPause)}#####"));

    [Fact]
    public void So_is_a_pause_before_the_first_speech() => Assert.Equal($"{Dots(20)}#####", Kept($"{Dots(20)}#####"));

    [Fact]
    public void A_word_that_fades_is_kept_to_its_end() => Assert.Equal($"#####++++++{Dots(SpeechGate.Padding)}", Kept($"#####++++++{Dots(60)}"));

    [Fact]
    public void Uncertain_frames_alone_are_no_speech() => Assert.Equal("", Kept($"{Dots(20)}++++++++++{Dots(20)}"));

    private static string Dots(int count) => new('.', count);

    // '#' is speech, '+' what could be, '.' silence.
    private static string Kept(string frames)
    {
        var gate = new SpeechGate();
        var kept = "";
        var first = 0;
        for (var i = 0; i < frames.Length; i++)
        {
            var (keep, drop) = gate.Add(frames[i] switch { '#' => 0.9f, '+' => 0.3f, _ => 0.01f });
            kept += frames[first..(first + keep)];
            first += keep + drop;
            Assert.InRange(i + 1 - first, 0, SpeechGate.MaxPending - 1);
        }

        return kept + frames[first..(first + gate.End())];
    }
}
