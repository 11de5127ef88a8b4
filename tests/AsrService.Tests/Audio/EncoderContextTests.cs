using AsrService.Audio.Recognition;
using AsrService.Whisper;

namespace AsrService.Tests.Audio;

public sealed class EncoderContextTests
{
    [Theory]
    [InlineData(0.5, EncoderContext.Whole)]
    [InlineData(2.9, EncoderContext.Whole)]
    [InlineData(3, 512)]
    [InlineData(9.2, 512)]
    [InlineData(9.3, 1024)]
    [InlineData(19.4, 1024)]
    [InlineData(19.5, EncoderContext.Whole)]
    [InlineData(30, EncoderContext.Whole)]
    public void Speech_and_a_second_of_silence_fit_into_whole_blocks(double seconds, int positions) =>
        Assert.Equal(positions, EncoderContext.For((int)(seconds * WhisperProcessor.SampleRate)));
}
