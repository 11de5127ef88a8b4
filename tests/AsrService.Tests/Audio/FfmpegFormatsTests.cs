using AsrService.Audio.Decoding;

namespace AsrService.Tests.Audio;

public sealed class FfmpegFormatsTests
{
    private const string Listing = """
        File formats:
         D. = Demuxing supported
         .E = Muxing supported
         --
         D  aac             raw ADTS AAC (Advanced Audio Coding)
         D  concat          Virtual concatenation script
         DE hls             Apple HTTP Live Streaming
         D d lavfi          Libavfilter virtual input device
         D  mov,mp4,m4a,3gp,3g2,mj2 QuickTime / MOV
         D  wav             WAV / WAVE (Waveform Audio)

        """;

    [Fact]
    public void All_demuxers_are_allowed_but_those_that_open_other_files()
    {
        Assert.Equal("aac,mov,mp4,m4a,3gp,3g2,mj2,wav", FfmpegFormats.AllowList(Listing));
    }
}
