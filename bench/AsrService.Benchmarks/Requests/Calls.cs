using System.Security.Cryptography;
using AsrService.AsrTask;
using AsrService.NativeJobs;

namespace AsrService.Benchmarks.Requests;

/// <summary>The calls that are measured: a submission in each shape, and polling.</summary>
internal static class Calls
{
    private const int NoiseBytes = 1000;

    /// <summary>All of them.</summary>
    /// <param name="recording">A recording of some 100 KB.</param>
    /// <param name="taskId">A task that can be polled.</param>
    public static IReadOnlyList<Call> Of(byte[] recording, string taskId) =>
    [
        new("ASR task, multipart", () => Post($"{AsrTaskApi.Path}/task", Form(recording)), true),
        new("MedVoice, multipart", () => Post("/process_audio_v2/bench", Form(recording)), true),
        new("native, bare body", () => Post(NativeApi.Path, new ByteArrayContent(Another(recording))), true),
        new("ASR task, poll", () => new(HttpMethod.Get, Poll(taskId)), false),
    ];

    /// <summary>Where a task is polled.</summary>
    public static string Poll(string taskId) => $"{AsrTaskApi.Path}/task/{taskId}";

    private static HttpRequestMessage Post(string path, HttpContent content) => new(HttpMethod.Post, path) { Content = content };

    private static MultipartFormDataContent Form(byte[] recording) => new() { { new ByteArrayContent(Another(recording)), "file", "recording.wav" } };

    // The same bytes twice would be stored once.
    private static byte[] Another(byte[] recording) => [.. recording.AsSpan(0, recording.Length - NoiseBytes), .. RandomNumberGenerator.GetBytes(NoiseBytes)];
}
