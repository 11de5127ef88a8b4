using System.Net;
using System.Runtime.ExceptionServices;

namespace AsrService.Outgoing;

/// <summary>The only way from this server to URLs of its clients. It follows no redirects, keeps no cookies and repeats nothing.</summary>
internal sealed class OutgoingHttp : IDisposable
{
    private const string UserAgent = "AsrService";

    private readonly OutgoingGuard guard;
    private readonly ILogger<OutgoingHttp> logger;
    private readonly HttpMessageInvoker invoker;

    public OutgoingHttp(OutgoingGuard guard, OutgoingOptions options, ILogger<OutgoingHttp> logger)
    {
        this.guard = guard;
        this.logger = logger;
        invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = guard.ConnectAsync,
            ConnectTimeout = options.ConnectTimeout,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,

            // A proxy would resolve names itself.
            UseProxy = false,

            // A name that has moved is noticed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,

            // What of an answer is not wanted is not read to save the connection.
            MaxResponseDrainSize = 0,

            // Trace ids are nothing for strangers.
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Sends one request and returns as soon as the headers of its answer are here; the body is still to be read.</summary>
    /// <exception cref="OutgoingRefusedException">The URL, or the address behind its name, is not one that is called.</exception>
    /// <exception cref="HttpRequestException">There is no answer: no address, no connection, a bad certificate.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (guard.Refusal(request.RequestUri!) is { } refusal)
            throw new OutgoingRefusedException(refusal);

        // HTTP/3 would not pass the guard.
        (request.Version, request.VersionPolicy) = (HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrLower);
        if (request.Headers.UserAgent.Count == 0)
            request.Headers.UserAgent.ParseAdd(UserAgent);
        try
        {
            return await invoker.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.InnerException is OutgoingRefusedException refused)
        {
            logger.LogWarning("A call was refused: {Reason} Address: {Address}", refused.Message, refused.Address);
            ExceptionDispatchInfo.Throw(refused);
            throw;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was not made in time.", exception);
        }
    }

    public void Dispose() => invoker.Dispose();
}
