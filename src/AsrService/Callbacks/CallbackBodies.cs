using System.Text.Json;
using AsrService.Core.Jobs;
using AsrService.TeleAi;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace AsrService.Callbacks;

/// <summary>What clients are told: in the words of their protocol where it has some, else as a job event.</summary>
internal sealed class CallbackBodies(IOptions<JsonOptions> json)
{
    /// <summary>What is said about the end of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="isFull">Whether a job event carries the text.</param>
    public byte[] Of(Job job, bool isFull) => job.Protocol == Protocols.TeleAi ? Write(TeleAiJson.ResultOf(job)) : Write(JobEvent.Of(job, isFull));

    /// <summary>What is said to try an endpoint.</summary>
    public byte[] Ping(DateTimeOffset now, string client) => Write(new { Type = "ping", Timestamp = now, Data = new { Client = client } });

    private byte[] Write<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, json.Value.SerializerOptions);
}
