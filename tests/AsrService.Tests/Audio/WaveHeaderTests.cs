using System.Text;
using AsrService.Audio.Decoding;

namespace AsrService.Tests.Audio;

public sealed class WaveHeaderTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData(64000u, 2.0)]
    [InlineData(0u, null)]
    [InlineData(0xFFFFFFFFu, null)]
    [InlineData(0x7FFFFFFFu, null)]
    public void The_data_chunk_announces_the_length_unless_a_pipe_hid_it(uint dataLength, double? seconds) =>
        Assert.Equal(seconds, Read([.. Chunk("LIST", 3, [1, 2, 3, 0]), .. Format(), .. Chunk("data", dataLength, [])]));

    [Fact]
    public void What_is_no_wave_file_announces_nothing()
    {
        File.WriteAllBytes(path, [0xFF, 0xFB, 0x90, 0x64, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        Assert.Null(WaveHeader.AnnouncedSeconds(path));
    }

    [Fact]
    public void A_header_that_is_cut_or_lies_announces_nothing()
    {
        byte[] whole = [.. Format(), .. Chunk("data", 64000, [])];
        for (var length = 0; length < whole.Length; length++)
            Assert.Null(Read(whole[..length]));
        Assert.Null(Read([.. Chunk("junk", 0xFFFFFFF0, []), .. whole]));
        Assert.Null(Read(Chunk("data", 64000, [])));
    }

    private double? Read(byte[] chunks)
    {
        File.WriteAllBytes(path, [.. Encoding.ASCII.GetBytes("RIFF"), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes("WAVE"), .. chunks]);
        return WaveHeader.AnnouncedSeconds(path);
    }

    private static byte[] Format() => Chunk("fmt ", 16, [1, 0, 1, 0, .. BitConverter.GetBytes(16000), .. BitConverter.GetBytes(32000), 2, 0, 16, 0]);

    private static byte[] Chunk(string id, uint length, byte[] content) => [.. Encoding.ASCII.GetBytes(id), .. BitConverter.GetBytes(length), .. content];
}
