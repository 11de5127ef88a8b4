using System.Text;

namespace AsrService.Tests.Audio;

/// <summary>WAVE files whose headers may say anything.</summary>
internal static class WaveFile
{
    private const int Float = 3;
    private const int Extensible = 0xFFFE;

    /// <summary>A recording of floats in which each channel holds one value; its layout is a mask of loudspeakers.</summary>
    public static byte[] Constant(float[] channels, int rate, int frames, int layout = 0) =>
        Make(channels.Length, rate, sizeof(float) * 8, Float, [.. Enumerable.Repeat(channels, frames).SelectMany(frame => frame).SelectMany(BitConverter.GetBytes)], layout: layout);

    /// <summary>A WAVE file with these fields. It announces the true length in bytes unless another is given.</summary>
    public static byte[] Make(int channels, int rate, int bits, int format, byte[] data, uint? announced = null, int layout = 0)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        var frame = channels * bits / 8;
        writer.Write(Encoding.ASCII.GetBytes("RIFF"));
        writer.Write(0);
        writer.Write(Encoding.ASCII.GetBytes("WAVEfmt "));
        writer.Write(layout == 0 ? 16 : 40);
        writer.Write((ushort)(layout == 0 ? format : Extensible));
        writer.Write((ushort)channels);
        writer.Write(rate);
        writer.Write((uint)((long)rate * frame));
        writer.Write((ushort)frame);
        writer.Write((ushort)bits);
        if (layout != 0)
        {
            writer.Write((ushort)22);
            writer.Write((ushort)bits);
            writer.Write(layout);
            writer.Write(new Guid(format, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71).ToByteArray());
        }

        writer.Write(Encoding.ASCII.GetBytes("data"));
        writer.Write(announced ?? (uint)data.Length);
        writer.Write(data);
        return file.ToArray();
    }
}
