using System.Text;
using AsrService.Core.Jobs;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AsrService.Hosting;

/// <summary>Takes a file out of a multipart request straight to where it is kept; of the rest only a few small fields are read into memory.</summary>
internal static class MultipartUpload
{
    /// <summary>Most bytes of a text field; longer ones are cut off here and must be refused by whoever reads them.</summary>
    public const int MaxFieldBytes = 8 << 10;

    // What the parts around the file may take: boundaries, headers, small fields.
    private const long Overhead = 1 << 20;

    private const int MaxBoundaryLength = 200;
    private const int MaxParts = 100;

    /// <summary>Saves the first file part of the name wanted and reads the text fields before and after it.</summary>
    /// <param name="request">Its body is read to the end.</param>
    /// <param name="wanted">Names the file part and the text fields; others are skipped.</param>
    /// <param name="audio">Where the file goes; nothing is left there when this throws.</param>
    /// <param name="maxBytes">Largest file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="AudioTooLargeException">The file is larger than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="BrokenUploadException">The request ends early, or has more than 100 parts.</exception>
    /// <exception cref="IOException">The disk or the store failed.</exception>
    public static async Task<UploadedForm> SaveAsync(
        HttpRequest request, FilePart wanted, IAudioSink audio, long maxBytes, CancellationToken cancellationToken)
    {
        var longest = Math.Max(maxBytes, wanted.Base64Name is null ? 0 : Base64Upload.MaxCharacters) + Overhead;
        if (request.ContentLength > longest)
            throw new AudioTooLargeException(maxBytes);

        AudioUpload.Unlimit(request);
        if (BoundaryOf(request) is not { } boundary)
            return UploadedForm.Empty;

        var reader = new MultipartReader(boundary, request.Body) { BodyLengthLimit = longest };
        var names = wanted.Fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var (stored, fileName) = ((StoredAudio?)null, (string?)null);
        try
        {
            for (var parts = 1; await NextAsync(reader, stored is not null, cancellationToken) is { } section; parts++)
            {
                if (parts > MaxParts)
                    throw new BrokenUploadException(new InvalidDataException($"There are more than {MaxParts} parts."));

                var (part, file) = Describe(section);
                if (file is not null && part == wanted.Name && stored is null)
                    (stored, fileName) = (await audio.SaveAsync(section.Body, maxBytes, cancellationToken), file);
                else if (file is null && names.Contains(part))
                    texts[part] = Together(texts.GetValueOrDefault(part), await TextAsync(section.Body, MaxFieldBytes, cancellationToken), part);
                else if (file is null && part == wanted.Base64Name)
                    texts[part] = await TextAsync(section.Body, Base64Upload.MaxCharacters, cancellationToken);
            }
        }
        catch
        {
            if (stored is not null)
                await audio.DeleteAsync(stored.Key, CancellationToken.None);
            throw;
        }

        return new UploadedForm(stored, texts) { FileName = fileName };
    }

    // A body that is no multipart after all, or has no parts, has no file either. One that ends after its file has lost what it asked for.
    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, bool hasFile, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return hasFile ? throw new BrokenUploadException(exception) : null;
        }
    }

    // A name that ends so stands for a list, whose values come one by one.
    private static string Together(string? earlier, string value, string name) =>
        earlier is not null && name.EndsWith("[]", StringComparison.Ordinal) ? $"{earlier},{value}" : value;

    private static async Task<string> TextAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[MaxFieldBytes];
        try
        {
            while (text.Length < maxBytes && await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, maxBytes - text.Length)), cancellationToken) is > 0 and var read)
                text.Write(buffer, 0, read);
            return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new BrokenUploadException(exception);
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
    private static (string Name, string? FileName) Describe(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            return ("", null);

        var file = disposition.FileNameStar.Length > 0 ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        return (HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), file.Length > 0 ? file.ToString() : null);
    }
}
