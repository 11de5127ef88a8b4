using System.Net;
using System.Text;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.AsrTask;

/// <summary>Bad recordings are accepted, and their tasks end with a sentence that the sender understands.</summary>
public sealed class BadRecordingTests(SharedServer shared)
{
    [Fact]
    public Task An_empty_file() => FailsAsync([], "empty");

    [Fact]
    public Task A_text() => FailsAsync(Encoding.UTF8.GetBytes("Dear Sir or Madam, this is no sound at all."), "not audio");

    [Fact]
    public Task Random_bytes()
    {
        var bytes = new byte[100_000];
        new Random(7).NextBytes(bytes);
        return FailsAsync(bytes, "The ");
    }

    [Fact]
    public async Task A_video_without_sound() =>
        await FailsAsync(await Recordings.MakeAsync("-f lavfi -i testsrc=size=64x64:rate=5 -t 2 -c:v mpeg4 -f mp4"), "no audio stream found");

    [Fact]
    public async Task A_picture() =>
        await FailsAsync(await Recordings.MakeAsync("-f lavfi -i testsrc=size=64x64 -frames:v 1 -f image2 -c:v png"), "no audio stream found");

    [Fact]
    public async Task A_wave_file_without_samples() =>
        await FailsAsync(await Recordings.MakeAsync("-f lavfi -i anullsrc=r=16000:cl=mono -t 0 -f wav"), "no sound");

    [Theory]
    [InlineData("-f wav -ar 16000")]
    [InlineData("-c:a flac -f flac")]
    [InlineData("-c:a aac -movflags +faststart -f mp4")]
    public async Task A_truncated_recording_whose_header_tells_its_length(string encoding)
    {
        var whole = await Recordings.EncodedAsync(encoding);
        await FailsAsync(whole[..(whole.Length / 2)], "incomplete");
    }

    [Fact]
    public async Task A_truncated_recording_whose_index_is_missing()
    {
        var whole = await Recordings.EncodedAsync("-c:a aac -f mp4");
        await FailsAsync(whole[..(whole.Length / 2)], "not audio");
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:11\n#EXTINF:11,\nfile://{0}\n#EXT-X-ENDLIST\n")]
    [InlineData("ffconcat version 1.0\nfile {0}\n")]
    public Task A_playlist_that_names_a_file_of_the_server(string playlist) =>
        FailsAsync(Encoding.UTF8.GetBytes(playlist.Replace("{0}", SetupFiles.Sample)), "not audio");

    [Fact]
    public async Task Samples_that_are_no_numbers_are_recognised_as_silence()
    {
        var recording = await Recordings.MakeAsync("-f lavfi -i aevalsrc=0/0:d=2:s=16000 -c:a pcm_f32le -f wav");

        Assert.Equal(HttpStatusCode.OK, (await shared.Tasks.TranscribeAsync(recording)).Status);
    }

    private async Task FailsAsync(byte[] recording, string expected)
    {
        var (status, body) = await shared.Tasks.TranscribeAsync(recording);

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal(["task_id", "status", "result"], body.EnumerateObject().Select(property => property.Name));
        Assert.Equal("error", body.GetProperty("status").GetString());
        var reason = body.GetProperty("result").GetString()!;
        Assert.Contains(expected, reason, StringComparison.Ordinal);
        Assert.EndsWith(".", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("/", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", reason, StringComparison.Ordinal);
    }
}
