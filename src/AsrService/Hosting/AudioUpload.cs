using AsrService.Core.Jobs;
using Microsoft.AspNetCore.Http.Features;

namespace AsrService.Hosting;

/// <summary>Takes the recording out of a request, in whichever way it comes and the endpoint allows.</summary>
internal static class AudioUpload
{
    /// <inheritdoc cref="MultipartUpload.SaveAsync"/>
    /// <exception cref="Wire.FaultException">The request has two recordings, or one that is no base64, or cannot be read.</exception>
    public static Task<UploadedForm> SaveAsync(HttpRequest request, FilePart wanted, IAudioSink audio, long maxBytes, CancellationToken cancellationToken) =>
        wanted.Base64Name is not null ? Base64Upload.SaveAsync(request, wanted, audio, maxBytes, cancellationToken)
        : wanted.TakesBody && IsBare(request) ? SaveBodyAsync(request, audio, maxBytes, cancellationToken)
        : MultipartUpload.SaveAsync(request, wanted, audio, maxBytes, cancellationToken);

    /// <summary>Lets the body be as long as it likes: the limit is kept by whoever reads it, and not by Kestrel, which would cut the connection before the caller has read the refusal.</summary>
    public static void Unlimit(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
    }

    /// <summary>Whether the media type is the one given, whatever its parameters.</summary>
    public static bool Is(HttpRequest request, string mediaType) => request.ContentType?.StartsWith(mediaType, StringComparison.OrdinalIgnoreCase) == true;

    // Whatever it is labelled: the content decides later what it is.
    private static bool IsBare(HttpRequest request) =>
        !request.HasJsonContentType() && !Is(request, "multipart/") && !Is(request, "application/x-www-form-urlencoded");

    private static async Task<UploadedForm> SaveBodyAsync(HttpRequest request, IAudioSink audio, long maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength == 0 || request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
            return UploadedForm.Empty;
        if (request.ContentLength > maxBytes)
            throw new AudioTooLargeException(maxBytes);

        Unlimit(request);
        var stored = await audio.SaveAsync(request.Body, maxBytes, cancellationToken);
        if (stored.Bytes > 0)
            return UploadedForm.Empty with { Audio = stored };

        await audio.DeleteAsync(stored.Key, CancellationToken.None);
        return UploadedForm.Empty;
    }
}
