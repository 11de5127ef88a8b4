using System.Net;

namespace AsrService.Outgoing;

/// <summary>Fetches recordings from URLs of clients.</summary>
internal sealed class AudioDownload(OutgoingHttp http, DownloadOptions options, TimeProvider time)
{
    // For the headers of each answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Follows the URL to its file, whose bytes are then read from what is returned.</summary>
    /// <exception cref="DownloadException">There is no file, or none that is allowed.</exception>
    public async Task<DownloadedAudio> OpenAsync(Uri source, CancellationToken cancellationToken)
    {
        var limits = new DownloadLimits(options, time);
        for (var redirects = 0; ; redirects++)
        {
            var response = await GetAsync(source, _ => { }, limits, cancellationToken);
            try
            {
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    limits.Announce(response.Content.Headers.ContentLength);
                    var (file, version) = (source, FileVersion.Of(response));
                    var body = await response.Content.ReadAsStreamAsync(cancellationToken);
                    return new DownloadedAudio(
                        new DownloadStream(response, body, limits, version is null ? null : (position, token) => ContinueAsync(file, version, position, limits, token)),
                        response.Content.Headers.ContentLength);
                }

                var target = Target(source, response);
                response.Dispose();
                source = redirects < DownloadOptions.MaxRedirects ? target : throw new DownloadException(
                    DownloadFault.TooManyRedirects, $"The URL leads through more than {DownloadOptions.MaxRedirects} redirects.");
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }

    // Null when the rest of the same file is not to be had there.
    private async Task<HttpResponseMessage?> ContinueAsync(Uri file, FileVersion version, long position, DownloadLimits limits, CancellationToken cancellationToken)
    {
        var response = await GetAsync(file, request => version.AskFor(request, position), limits, cancellationToken);
        if (version.IsContinuedBy(response, position))
            return response;

        using (response)
            return CanPass((int)response.StatusCode) ? throw NoFile(file, response) : null;
    }

    private async Task<HttpResponseMessage> GetAsync(Uri source, Action<HttpRequestMessage> prepare, DownloadLimits limits, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, source);
        prepare(request);
        using var patience = limits.Wait(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await http.SendAsync(request, either.Token);
        }
        catch (OutgoingRefusedException exception)
        {
            throw new DownloadException(DownloadFault.Refused, exception.Message, exception);
        }
        catch (HttpRequestException exception)
        {
            throw new DownloadException(DownloadFault.Unreachable, $"{source.IdnHost} cannot be reached{Reason(exception)}.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DownloadException(DownloadFault.Timeout, $"{source.IdnHost} did not answer in time.", exception);
        }
    }

    /// <summary>Where an answer leads that is not the file.</summary>
    internal static Uri Target(Uri source, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is not (301 or 302 or 303 or 307 or 308))
            throw NoFile(source, response);

        if (response.Headers.Location is not { } location || !Uri.TryCreate(source, location, out var target))
            throw new DownloadException(DownloadFault.Refused, $"{source.IdnHost} answered with a redirect that leads nowhere.");
        return source.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp
            ? throw new DownloadException(DownloadFault.Refused, $"{source.IdnHost} redirects from https to http.")
            : target;
    }

    private static DownloadException NoFile(Uri source, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return new(CanPass(status) ? DownloadFault.Unreachable : DownloadFault.NotFound, $"{source.IdnHost} answered {status} instead of 200.");
    }

    private static bool CanPass(int status) => status is >= 500 or 408 or 425 or 429;

    private static string Reason(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => ": its name has no address",
        HttpRequestError.SecureConnectionError => ": its certificate is not valid or no secure connection is possible",
        _ => "",
    };
}
