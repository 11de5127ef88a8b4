using System.Diagnostics;
using AsrService.Core.Sessions;

namespace AsrService.Tests.Sessions;

public sealed class ChunkFormatTests
{
    [Theory]
    [InlineData("wav", "-f wav")]
    [InlineData("ogg", "-c:a libopus -f ogg")]
    [InlineData("webm", "-c:a libopus -f webm")]
    [InlineData("flac", "-f flac")]
    [InlineData("mp3", "-f mp3")]
    [InlineData("mp3", "-id3v2_version 0 -write_xing 0 -f mp3")]
    [InlineData("mp3", "-id3v2_version 0 -write_xing 0 -ar 22050 -f mp3")]
    [InlineData("aac", "-f adts")]
    [InlineData("m4a", "-f ipod")]
    [InlineData("wma", "-f asf")]
    [InlineData("aiff", "-f aiff")]
    [InlineData("au", "-f au")]
    public void A_file_is_told_by_its_beginning(string extension, string output)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("recording." + extension);
        using var ffmpeg = Process.Start("ffmpeg", $"-nostdin -v error -i {SetupFiles.Sample} {output} {path}");
        ffmpeg.WaitForExit();

        Assert.True(ChunkFormat.IsFile(File.ReadAllBytes(path)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0xFF, 0xFF)]
    [InlineData(0xFF, 0xFB)]
    [InlineData(0xFF, 0xF1)]
    [InlineData(0xFF, 0xE3)]
    public void Samples_are_none_even_if_they_look_like_the_beginning_of_a_frame(byte low, byte high) =>
        Assert.False(ChunkFormat.IsFile([.. Enumerable.Repeat(new[] { low, high }, 3200).SelectMany(sample => sample)]));

    [Fact]
    public void Nor_are_samples_at_random()
    {
        var random = new Random(1);
        var chunk = new byte[6400];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(chunk);
            chunk[0] = 0xFF;
            chunk[1] |= 0xE0;
            Assert.False(ChunkFormat.IsFile(chunk));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(11)]
    public void So_is_what_is_too_short_to_be_told(int bytes) => Assert.False(ChunkFormat.IsFile(new byte[bytes]));
}
