using System.Runtime.InteropServices;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Outgoing;
using AsrService.Wire;

namespace AsrService.TeleAi;

/// <summary>Makes a job of a <see cref="TeleAiRequest"/>: the one place that knows the parameters' bounds.</summary>
internal static class TeleAiOrder
{
    private const int MaxBusinessData = 64 << 10;

    // From here on, all numbers of 13 digits are milliseconds.
    private const long FewestMilliseconds = 1_000_000_000_000;

    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>The job with what the request says.</summary>
    /// <exception cref="FaultException">A parameter is missing or not allowed.</exception>
    public static async Task<NewJob> DescribeAsync(NewJob job, TeleAiRequest request, OutgoingGuard guard, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Check("timestamp", IsRecent(request.Timestamp ?? throw TeleAiJson.Missing("timestamp"), now), "must be the time now, at most 10 minutes ago and not in the future");
        var link = Required("file_link", request.FileLink);
        var id = Required("req_id", request.ReqId);
        Check("req_id", TeleAiReader.IsId(id), $"must have at most {TeleAiReader.MaxIdLength} characters, none of them control characters");
        Check("enable_callback", request.EnableCallback ?? throw TeleAiJson.Missing("enable_callback"), "must be true");
        Check("return_mode", request.ReturnMode is null or 0 or 1, "must be 0 or 1");
        var data = request.BusinessData;
        Check("business_data", data is null || JsonMarshal.GetRawUtf8Value(data.Value).Length <= MaxBusinessData, $"must have at most {MaxBusinessData} bytes");
        var isPush = request.ReturnMode != 1;
        Check("callback_url", !isPush || !string.IsNullOrWhiteSpace(request.CallbackUrl), "is needed where return_mode is 0");

        var file = await UrlAsync("file_link", link, guard, cancellationToken);
        return job with
        {
            NextExternalId = () => id,
            HasChosenId = true,
            IsRepeatable = true,

            // The id is the key.
            IdempotencyKey = null,
            AudioUrl = file,
            CallbackUrl = isPush ? await UrlAsync("callback_url", request.CallbackUrl!, guard, cancellationToken) : null,
            BusinessData = data?.GetRawText(),
            Options = job.Options with { WordTimestamps = true, RawAudio = job.Options.RawAudio ?? (IsPcm(file) ? RawAudio.Usual : null) },
        };
    }

    private static bool IsRecent(long timestamp, DateTimeOffset now)
    {
        var seconds = timestamp >= FewestMilliseconds ? timestamp / 1000 : timestamp;
        return seconds >= (now - MaxAge).ToUnixTimeSeconds() && seconds <= (now + ClockSkew).ToUnixTimeSeconds();
    }

    private static async Task<Uri> UrlAsync(string name, string text, OutgoingGuard guard, CancellationToken cancellationToken)
    {
        var refusal = guard.Refusal(text, out var url) ?? await guard.CheckAsync(url!, cancellationToken);
        return refusal is null ? url! : throw TeleAiJson.Bad(name, $"The parameter {name} is refused: {refusal}");
    }

    private static bool IsPcm(Uri file) =>
        Path.GetExtension(file.AbsolutePath) is { } extension && (extension.Equals(".pcm", StringComparison.OrdinalIgnoreCase) || extension.Equals(".raw", StringComparison.OrdinalIgnoreCase));

    private static string Required(string name, string? value) => string.IsNullOrWhiteSpace(value) ? throw TeleAiJson.Missing(name) : value;

    private static void Check(string name, bool isAllowed, string rule)
    {
        if (!isAllowed)
            throw TeleAiJson.Bad(name, $"The parameter {name} {rule}.");
    }
}
