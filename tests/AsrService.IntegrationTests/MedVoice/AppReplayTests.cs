using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.MedVoice;

/// <summary>What the apps send, byte for byte, through a socket; the bytes are those of Dart's http client.</summary>
public sealed class AppReplayTests(SharedServer shared)
{
    private const string Agent = "user-agent: Dart/3.4 (dart:io)\r\naccept-encoding: gzip\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_known_app_starts_a_task_with_an_empty_body_and_polls_it()
    {
        var fileId = await new MedVoiceDriver(shared.Server.Http).UploadAsync(MedVoiceDriver.NewUser(), Recordings.Mp3);

        var (status, started) = await SendAsync($"POST /process_audio_v2?file_id={fileId}&file_extension=m4a HTTP/1.1\r\n{Agent}content-length: 0\r\nHOST\r\n\r\n", []);
        Assert.Equal(200, status);
        Assert.Equal(["message", "task_id"], started.EnumerateObject().Select(member => member.Name));
        Assert.Equal("Audio processing started in the background", started.GetProperty("message").GetString());
        Assert.True(Guid.TryParseExact(started.GetProperty("task_id").GetString(), "D", out var task));

        var seen = new List<string>();
        await Poll.UntilAsync(
            async () =>
            {
                var (pollStatus, body) = await SendAsync($"GET /get_audio_processing_result/{task} HTTP/1.1\r\n{Agent}HOST\r\n\r\n", []);
                Assert.Equal(200, pollStatus);
                seen.Add(body.GetRawText());
                return body;
            },
            body => MedVoiceDriver.WordOf(body) == "SUCCESS");

        Assert.All(seen.SkipLast(1), body => Assert.Matches("^({\"status\":\"PENDING\"}|{\"status\":\"STARTED\",\"progress\":[0-9.]+})$", body));
        Assert.Matches("^{\"status\":\"SUCCESS\",\"file_id\":\"[^\"]+\",\"transcript\":\"[^\"]+\",\"result\":{\"text\":", seen[^1]);
    }

    [Fact]
    public async Task A_json_content_type_without_a_body_is_no_recording()
    {
        var fileId = await new MedVoiceDriver(shared.Server.Http).UploadAsync(MedVoiceDriver.NewUser(), [1]);
        foreach (var (headers, body) in new[] { ("content-type: application/json\r\ncontent-length: 0\r\n", ""), ("content-type: application/json; charset=utf-8\r\ncontent-length: 2\r\n", "{}"), ("", ""), ("content-type: application/x-www-form-urlencoded\r\ncontent-length: 0\r\n", ""), ("transfer-encoding: chunked\r\n", "0\r\n\r\n") })
        {
            var (status, started) = await SendAsync($"POST /process_audio_v2/12345?file_id={fileId} HTTP/1.1\r\n{Agent}{headers}HOST\r\n\r\n", Encoding.ASCII.GetBytes(body));
            Assert.Equal(200, status);
            var ended = await new MedVoiceDriver(shared.Server.Http).WaitAsync(started.GetProperty("task_id").GetString()!);
            Assert.Equal("404: Audio file not found", ended.GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task The_successor_uploads_first_and_processes_then()
    {
        const string Boundary = "dart-http-boundary-kXz8Cq.4d0Gk3oNnZ0YV_q1mJ8lX2hW9sTbR7uE5iOaPcLfDvM";
        var user = MedVoiceDriver.NewUser();
        byte[] form =
        [
            .. Encoding.ASCII.GetBytes($"--{Boundary}\r\ncontent-type: application/octet-stream\r\ncontent-disposition: form-data; name=\"file\"; filename=\"recording_1.m4a\"\r\n\r\n"),
            .. await Recordings.EncodedAsync("-c:a aac -f ipod"),
            .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"),
        ];

        var (status, uploaded) = await SendAsync(
            $"POST /upload_audio/{user} HTTP/1.1\r\n{Agent}content-type: multipart/form-data; boundary={Boundary}\r\ncontent-length: {form.Length}\r\nHOST\r\n\r\n", form);
        Assert.Equal(200, status);
        Assert.Equal(["message", "filename", "storage_path", "url", "file_id"], uploaded.EnumerateObject().Select(member => member.Name));
        var fileId = uploaded.GetProperty("file_id").GetString();
        Assert.Equal(("Audio file uploaded successfully", "recording_1.m4a"), (uploaded.GetProperty("message").GetString(), uploaded.GetProperty("filename").GetString()));
        Assert.Equal($"{user}/{fileId}.m4a", uploaded.GetProperty("storage_path").GetString());
        Assert.Equal(form[(form.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..^(Boundary.Length + 8)], await shared.Server.Http.GetByteArrayAsync(new Uri(uploaded.GetProperty("url").GetString()!), Token));

        var (_, started) = await SendAsync($"POST /process_audio_v2/{user}?file_id={fileId} HTTP/1.1\r\n{Agent}content-length: 0\r\nHOST\r\n\r\n", []);
        var done = await new MedVoiceDriver(shared.Server.Http).WaitAsync(started.GetProperty("task_id").GetString()!);
        Assert.Equal("SUCCESS", MedVoiceDriver.WordOf(done));

        var (_, both) = await SendAsync(
            $"POST /process_upload_audio/{user} HTTP/1.1\r\n{Agent}content-type: multipart/form-data; boundary={Boundary}\r\ncontent-length: {form.Length}\r\nHOST\r\n\r\n", form);
        Assert.Equal(["message", "task_id", "filename"], both.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("Audio file uploaded and processing started", "recording_1.m4a"), (both.GetProperty("message").GetString(), both.GetProperty("filename").GetString()));
    }

    private async Task<(int Status, JsonElement Body)> SendAsync(string head, byte[] body)
    {
        var address = shared.Server.Http.BaseAddress!;
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Replace("HOST", $"host: {address.Authority}\r\nconnection: close", StringComparison.Ordinal)), Token);
        await stream.WriteAsync(body, Token);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Token);
        var text = answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)];
        return (int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture), JsonDocument.Parse(text).RootElement);
    }
}
