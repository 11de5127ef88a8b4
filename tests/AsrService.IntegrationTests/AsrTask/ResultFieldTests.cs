using System.IO.Compression;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.AsrTask;

/// <summary>The fields of the whisper dict are computed and agree with one another.</summary>
public sealed class ResultFieldTests(SharedServer shared)
{
    private const int TimestampBegin = 50364; // of the multilingual models
    private const int EndOfText = 50257;

    [Fact]
    public async Task Segments_carry_what_whisper_computed()
    {
        // Three windows, so that seek and the times are those of the recording and not of a window.
        var (_, body) = await shared.Tasks.TranscribeAsync(await Recordings.LongAsync(minutes: 1));

        var result = body.GetProperty("result");
        var segments = result.GetProperty("segments").EnumerateArray().ToList();
        Assert.Equal(result.GetProperty("text").GetString(), string.Concat(segments.Select(Text)).Trim());
        Assert.True(segments.Select(Seek).Distinct().Count() > 1, "A minute takes several windows");
        Assert.Equal(segments.Select(Seek).Order(), segments.Select(Seek));
        Assert.All(segments, CheckTimesAndTokens);
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.True(Number(pair.First, "end") <= Number(pair.Second, "start") + 1e-9));
        Assert.True(Number(segments[^1], "end") <= 60.1);

        // A window can hold several stretches, each with a seek of its own; its mean log probability is nobody else's.
        foreach (var window in segments.GroupBy(segment => Number(segment, "avg_logprob")))
            CheckWindow([.. window]);
    }

    [Fact]
    public async Task Whole_numbers_keep_their_decimal_point_where_the_original_has_floats()
    {
        var (_, body) = await shared.Tasks.TranscribeAsync(Recordings.Mp3);

        var segment = body.GetProperty("result").GetProperty("segments")[0];
        Assert.Equal("0.0", segment.GetProperty("temperature").GetRawText());
        Assert.Equal("0.0", segment.GetProperty("start").GetRawText());
        Assert.Equal("0", segment.GetProperty("seek").GetRawText());
    }

    private static void CheckTimesAndTokens(JsonElement segment)
    {
        double start = Number(segment, "start"), end = Number(segment, "end"), seek = Seek(segment) / 100.0;
        Assert.True(seek <= start + 1e-9 && start <= end && end <= seek + 30.1);
        var tokens = segment.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32()).ToList();
        Assert.Equal(start - seek, (tokens[0] - TimestampBegin) * 0.02, 0.011);
        Assert.Equal(end - seek, (tokens[^1] - TimestampBegin) * 0.02, 0.011);
        Assert.All(tokens[1..^1], token => Assert.InRange(token, 0, EndOfText - 1));
        Assert.True(tokens.Count > 2);
    }

    private static void CheckWindow(List<JsonElement> segments)
    {
        foreach (var name in new[] { "temperature", "avg_logprob", "compression_ratio", "no_speech_prob" })
            Assert.Single(segments.Select(segment => Number(segment, name)).Distinct());

        Assert.InRange(Number(segments[0], "temperature"), 0, 1);
        Assert.InRange(Number(segments[0], "avg_logprob"), -1, -0.001);
        Assert.InRange(Number(segments[0], "no_speech_prob"), 1e-12, 1);

        // .NET's deflate differs from zlib's by a few bytes, which is why the product calls zlib itself.
        var text = System.Text.Encoding.UTF8.GetBytes(string.Concat(segments.Select(Text)).Trim());
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(text);
        Assert.Equal(text.Length / (double)compressed.Length, Number(segments[0], "compression_ratio"), 0.1);
    }

    private static string Text(JsonElement segment) => segment.GetProperty("text").GetString()!;

    private static int Seek(JsonElement segment) => segment.GetProperty("seek").GetInt32();

    private static double Number(JsonElement segment, string name) => segment.GetProperty(name).GetDouble();
}
