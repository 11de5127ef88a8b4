using AsrService.Core.Jobs;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AsrService.Hosting;

/// <summary>Takes a file out of a multipart request straight to the audio store; nothing is buffered on the way.</summary>
internal static class MultipartUpload
{
    // What the parts around the file may take: boundaries, headers, small fields.
    private const long Overhead = 1 << 20;

    private const int MaxBoundaryLength = 200;
    private const int MaxParts = 100;

    /// <summary>Saves the file part <paramref name="name"/>.</summary>
    /// <returns>Null when the request is not multipart or has no such part.</returns>
    /// <exception cref="AudioTooLargeException">The file is larger than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="BrokenUploadException">The request ends early.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public static async Task<StoredAudio?> SaveAsync(
        HttpRequest request, string name, IAudioStore audio, long maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes + Overhead)
            throw new AudioTooLargeException(maxBytes);

        // The limit is kept here and not by Kestrel, which would cut the connection before the caller has read the refusal.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        if (BoundaryOf(request) is not { } boundary)
            return null;

        var reader = new MultipartReader(boundary, request.Body) { BodyLengthLimit = maxBytes + Overhead };
        for (var parts = 0; parts < MaxParts && await NextAsync(reader, cancellationToken) is { } section; parts++)
        {
            if (IsFile(section, name))
                return await audio.SaveAsync(section.Body, maxBytes, cancellationToken);
        }

        return null;
    }

    // A body that is no multipart after all, or has no parts, has no file either.
    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return null;
        }
    }

    private static string? BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return null;

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= MaxBoundaryLength ? boundary : null;
    }

    // A part without a file name is a text field, whatever it is called.
    private static bool IsFile(MultipartSection section, string name) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
        && HeaderUtilities.RemoveQuotes(disposition.Name) == name
        && (HeaderUtilities.RemoveQuotes(disposition.FileName).Length > 0 || disposition.FileNameStar.Length > 0);
}
