// Streaming is marked as experimental there.
#pragma warning disable OPENAI001
using System.ClientModel;
using AsrService.IntegrationTests.Infrastructure;
using OpenAI;
using OpenAI.Audio;

namespace AsrService.IntegrationTests.OpenAi;

/// <summary>OpenAI's own client, which knows nothing of this server but its address.</summary>
public sealed class OpenAiClientTests(SharedServer shared)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AudioClient Audio => new("whisper-1", new ApiKeyCredential("unused"), Options);

    private OpenAIClientOptions Options => new() { Endpoint = new Uri(shared.Server.Http.BaseAddress!, "/v1"), NetworkTimeout = TimeSpan.FromMinutes(2) };

    [Fact]
    public async Task Gets_text()
    {
        var transcription = await TranscribeAsync(new());

        Assert.Contains(Recordings.Words, transcription.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("text", "And so")]
    [InlineData("srt", "1\n00:00:00,")]
    [InlineData("vtt", "WEBVTT\n\n00:00:00.")]
    public async Task Gets_plain_forms_as_they_are(string format, string start)
    {
        var transcription = await TranscribeAsync(new() { ResponseFormat = new AudioTranscriptionFormat(format) });

        Assert.StartsWith(start, transcription.Text.TrimStart(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gets_segments_and_words()
    {
        var transcription = await TranscribeAsync(new()
        {
            ResponseFormat = AudioTranscriptionFormat.Verbose,
            TimestampGranularities = AudioTimestampGranularities.Word | AudioTimestampGranularities.Segment,
            Language = "en",
            Prompt = "An inaugural address.",
            Temperature = 0,
        });

        Assert.Equal("english", transcription.Language);
        Assert.InRange(transcription.Duration!.Value.TotalSeconds, 10.9, 11.1);
        Assert.InRange(transcription.Segments[0].EndTime.TotalSeconds, 1, 11);
        Assert.Contains(transcription.Words, word => word.Word.Contains("country", StringComparison.OrdinalIgnoreCase) && word.StartTime.TotalSeconds > 4);
    }

    [Fact]
    public async Task Gets_the_text_in_a_stream()
    {
        var (delta, done) = ("", "");
        var audio = new AudioClient("gpt-4o-transcribe", new ApiKeyCredential("unused"), Options);
        await foreach (var update in await audio.TranscribeAudioStreamingAsync(new MemoryStream(Recordings.Mp3), "jfk.mp3", new AudioTranscriptionOptions(), Token))
        {
            delta += update is StreamingAudioTranscriptionTextDeltaUpdate part ? part.Delta : "";
            done += update is StreamingAudioTranscriptionTextDoneUpdate end ? end.Text : "";
        }

        Assert.Contains(Recordings.Words, done, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(done, delta);
    }

    [Fact]
    public async Task Gets_a_translation()
    {
        var translation = await Audio.TranslateAudioAsync(new MemoryStream(Recordings.Mp3), "jfk.mp3", new AudioTranslationOptions(), Token);

        Assert.Contains("country", translation.Value.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Gets_the_models()
    {
        var models = new OpenAIClient(new ApiKeyCredential("unused"), Options).GetOpenAIModelClient();

        Assert.Contains("whisper-1", (await models.GetModelsAsync(Token)).Value.Select(model => model.Id));
        Assert.Equal("tiny-q8_0", (await models.GetModelAsync("tiny-q8_0", Token)).Value.Id);
        Assert.Equal(404, (await Assert.ThrowsAsync<ClientResultException>(() => models.GetModelAsync("no-such", Token))).Status);
    }

    [Fact]
    public async Task Is_told_in_its_own_words_what_is_wrong()
    {
        var exception = await Assert.ThrowsAsync<ClientResultException>(() => Audio.TranscribeAudioAsync(new MemoryStream([1, 2, 3]), "a.wav", new AudioTranscriptionOptions(), Token));

        Assert.Equal(400, exception.Status);
        Assert.Contains("invalid_request_error", exception.Message, StringComparison.Ordinal);
    }

    private async Task<AudioTranscription> TranscribeAsync(AudioTranscriptionOptions options) =>
        (await Audio.TranscribeAudioAsync(new MemoryStream(Recordings.Mp3), "jfk.mp3", options, Token)).Value;
}
