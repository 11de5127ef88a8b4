using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AsrService.Core.Callbacks;
using AsrService.Outgoing;

namespace AsrService.Callbacks;

/// <summary>Makes one request: signed, guarded, without redirects, and bounded in time and in what is read of the answer.</summary>
internal sealed class CallbackSender(OutgoingHttp http, CallbackOptions options, TimeProvider time)
{
    private const int MaxAnswerBytes = 16 << 10;
    private const int KeptAnswerBytes = 1 << 10;

    /// <summary>Sends a message.</summary>
    /// <param name="url">Where.</param>
    /// <param name="id">The message's id, the same however often it is sent.</param>
    /// <param name="secrets">What it is signed with; none for a receiver that has no secret.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Stops the exchange without a result.</param>
    public async Task<AttemptResult> SendAsync(Uri url, Guid id, IReadOnlyList<string> secrets, byte[] body, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = Request(url, id, secrets, body);
            using var response = await http.SendAsync(request, either.Token);
            var answer = await ReadAsync(response, either.Token);
            var status = (int)response.StatusCode;
            var outcome = response.IsSuccessStatusCode ? DeliveryOutcome.Delivered : response.StatusCode == HttpStatusCode.Gone ? DeliveryOutcome.Gone : DeliveryOutcome.Status;
            return new AttemptResult(outcome, status, answer, time.GetElapsedTime(started), status is 429 or 503 ? RetryAfter(response.Headers.RetryAfter) : null);
        }
        catch (OutgoingRefusedException exception)
        {
            return Failed(DeliveryOutcome.Refused, exception.Message);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Failed(DeliveryOutcome.Timeout, $"The exchange took longer than {options.Timeout.TotalSeconds:0.#} seconds.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return Failed(DeliveryOutcome.Unreachable, Reason(exception));
        }

        AttemptResult Failed(DeliveryOutcome outcome, string detail) => new(outcome, null, detail, time.GetElapsedTime(started));
    }

    private HttpRequestMessage Request(Uri url, Guid id, IReadOnlyList<string> secrets, byte[] body)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Add("webhook-id", id.ToString());
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (secrets.Count > 0)
            request.Headers.Add("webhook-signature", WebhookSignature.Of(secrets, id.ToString(), timestamp, body));
        return request;
    }

    // What comes behind is not read, and the connection is closed.
    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxAnswerBytes];
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);

        // PostgreSQL keeps no NUL.
        return Encoding.UTF8.GetString(bytes, 0, Math.Min(length, KeptAnswerBytes)).Replace('\0', ' ');
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);

    private static string Reason(Exception exception) => (exception as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "The host's name has no address.",
        HttpRequestError.SecureConnectionError => "The host's certificate is not valid, or no secure connection is possible.",
        HttpRequestError.ConnectionError => "The host cannot be connected to.",
        _ => "The answer broke off or is no HTTP.",
    };
}
