using AsrService.Core.Recognition;

namespace AsrService.Tests.Core;

public sealed class TranscriptionOptionsTests
{
    private static readonly TranscriptionOptions Asked = new()
    {
        Model = "base",
        Language = "fr",
        Translate = true,
        Prompt = "names",
        WordTimestamps = true,
        Temperature = 0.2,
        BeamSize = 5,
        Vad = false,
        ChannelsAreSpeakers = true,
        RawAudio = new(8_000, 2),
    };

    private static readonly TranscriptionOptions Configured = new()
    {
        Model = "tiny",
        Language = "auto",
        Translate = false,
        Prompt = "terms",
        WordTimestamps = false,
        Temperature = 0,
        BeamSize = 1,
        Vad = true,
        ChannelsAreSpeakers = false,
        RawAudio = new(16_000, 1),
    };

    [Fact]
    public void What_is_asked_for_goes_before_what_is_configured() => Assert.Equal(Asked, Asked.Or(Configured));

    [Fact]
    public void What_is_left_open_is_as_configured() => Assert.Equal(Configured, new TranscriptionOptions().Or(Configured));
}
