using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using AsrService.Benchmarks.Running;
using AsrService.Core.Clients;
using AsrService.DeepFinch;

namespace AsrService.Benchmarks.Sessions;

/// <summary>One session in real time: a chunk every 200 ms, and silence at the end until all that was said is final, or it takes too long.</summary>
internal sealed class Speaker(HttpClient http, IssuedClient client, SpokenScript script)
{
    private const int ChunkMs = 200;
    private const int ChunkBytes = 2 * Ffmpeg.SampleRate * ChunkMs / 1000;

    // Words at the end of a sentence may be told to end before it does.
    private const double Slack = 1;

    // What a speaker stays for after the last word. Sessions that get no processor are late and not lost.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly double?[] delays = new double?[script.Ends.Count];

    /// <summary>Milliseconds from each sentence's end to the answer that it is final, for those that have become so.</summary>
    public IEnumerable<double> Delays => delays.OfType<double>();

    /// <summary>Sentences that have not become final while the speaker stayed.</summary>
    public int Missing => delays.Count(delay => delay is null);

    /// <summary>Milliseconds that each chunk took to be answered.</summary>
    public List<double> Answers { get; } = [];

    /// <summary>Speaks to the end.</summary>
    /// <exception cref="BenchmarkException">The server refuses something.</exception>
    public async Task SpeakAsync(CancellationToken cancellationToken)
    {
        var taskId = "";
        var silence = new byte[ChunkBytes];
        var started = Stopwatch.GetTimestamp();
        var spoken = TimeSpan.FromSeconds((double)script.Pcm.Length / 2 / Ffmpeg.SampleRate);
        for (var audioId = 1; audioId == 1 || (Missing > 0 && Stopwatch.GetElapsedTime(started) < spoken + Patience) || Stopwatch.GetElapsedTime(started) < spoken; audioId++)
        {
            // A chunk can be sent when its last sample has been spoken.
            var due = TimeSpan.FromMilliseconds(audioId * ChunkMs) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, cancellationToken);

            var from = Math.Min((audioId - 1) * ChunkBytes, script.Pcm.Length);
            var chunk = script.Pcm.AsMemory(from, Math.Min(ChunkBytes, script.Pcm.Length - from));
            var sent = Stopwatch.GetTimestamp();
            var result = await PostAsync(
                "task_online_add_audio",
                new { task_id = taskId, audio_status = audioId == 1 ? 1 : 2, audio_id = audioId, language = "en", voice_base64 = Convert.ToBase64String(chunk.IsEmpty ? silence : chunk.Span) },
                cancellationToken);
            Answers.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            taskId = result.GetProperty("task_id").GetString()!;
            if (result.GetProperty("asr_status").GetInt32() == 5)
                Note(result.GetProperty("time"), Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        await PostAsync("task_online_close", new { task_id = taskId }, cancellationToken);
    }

    private void Note(JsonElement times, double now)
    {
        if (times.GetArrayLength() == 0)
            return;

        var end = times[times.GetArrayLength() - 1][1].GetInt32() / 1000.0;
        for (var i = 0; i < delays.Length; i++)
        {
            if (end > script.Ends[i] - Slack)
                delays[i] ??= (now - script.Ends[i]) * 1000;
        }
    }

    private async Task<JsonElement> PostAsync(string call, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{DeepFinchApi.Path}/{call}", UriKind.Relative)) { Content = JsonContent.Create(body) };
        request.Headers.Add(DeepFinchHandler.IdHeader, client.Id);
        request.Headers.Add(DeepFinchHandler.SecretHeader, client.Secret);
        using var response = await http.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.TryGetProperty("result", out var result) ? result : throw new BenchmarkException($"The server refuses {call}: {answer.GetProperty("reason").GetString()}");
    }
}
