using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.AsrTask;

/// <summary>The content decides, not the name or the type: all of these are posted as "blob", audio/wav.</summary>
public sealed class ContainerTests(SharedServer shared)
{
    [Theory]
    [InlineData("-c:a libopus -f webm")]
    [InlineData("-c:a libopus -f ogg")]
    [InlineData("-c:a aac -f mp4")]
    [InlineData("-c:a aac -movflags +frag_keyframe+empty_moov -f mp4")]
    [InlineData("-c:a aac -f adts")]
    [InlineData("-c:a flac -f flac")]
    [InlineData("-c:a pcm_mulaw -ar 8000 -f wav")]
    [InlineData("-c:a pcm_f32le -ar 48000 -ac 2 -f wav")]
    [InlineData("-c:a pcm_s16be -f aiff")]
    [InlineData("-f lavfi -i testsrc=size=64x64:rate=5 -c:v mpeg4 -shortest -map 1:v -map 0:a -f matroska")]
    public async Task Speech_in_any_container_becomes_the_same_words(string encoding)
    {
        var (status, body) = await shared.Tasks.TranscribeAsync(await Recordings.EncodedAsync(encoding));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(Recordings.Words, body.GetProperty("result").GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
    }
}
