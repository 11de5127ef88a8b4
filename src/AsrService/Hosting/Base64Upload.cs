using AsrService.Core.Jobs;
using AsrService.Wire;

namespace AsrService.Hosting;

/// <summary>Takes the recording out of a request where the endpoint has a field for it as base64, in any form; or else the file of a multipart one.</summary>
/// <remarks>Base64 is read into memory, hence its limit; files are not.</remarks>
internal static class Base64Upload
{
    /// <summary>Most bytes of a recording that comes as base64.</summary>
    public const int MaxBytes = 10 << 20;

    /// <summary>Most characters of it, with some room for line breaks; longer text is cut off here.</summary>
    public const int MaxCharacters = 15 << 20;

    // A plain form writes three of base64's characters as three each.
    private const int MaxBodyBytes = 20 << 20;

    /// <inheritdoc cref="MultipartUpload.SaveAsync"/>
    /// <exception cref="FaultException">The request has two recordings, or one that is no base64, or cannot be read.</exception>
    public static async Task<UploadedForm> SaveAsync(HttpRequest request, FilePart wanted, IAudioSink audio, long maxBytes, CancellationToken cancellationToken)
    {
        var name = wanted.Base64Name!;
        var isPlain = request.HasJsonContentType() || AudioUpload.Is(request, "application/x-www-form-urlencoded");
        var form = isPlain
            ? new UploadedForm(null, await FieldsAsync(request, cancellationToken))
            : await MultipartUpload.SaveAsync(request, wanted, audio, maxBytes, cancellationToken);

        // Where there are no parts, a file can only be text too.
        string[] sent = [.. new[] { name, wanted.Name }.Where(field => form.Fields.GetValueOrDefault(field) is { Length: > 0 })];
        if (sent.Length == 0)
            return form;

        if (form.Audio is { } file)
            await audio.DeleteAsync(file.Key, CancellationToken.None);
        if (form.Audio is not null || sent.Length > 1)
            throw new FaultException(new(FaultKind.BadRequest, $"Send the recording either as {wanted.Name} or as {name}."));

        using var content = new MemoryStream(Decode(sent[0], form.Fields[sent[0]]));
        return form with { Audio = await audio.SaveAsync(content, Math.Min(maxBytes, MaxBytes), cancellationToken) };
    }

    private static byte[] Decode(string name, string text)
    {
        if (text.Length >= MaxCharacters)
            throw new AudioTooLargeException(MaxBytes);
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new FaultException(new(FaultKind.BadRequest, $"The field {name} is not valid base64."));
        }
    }

    /// <summary>The text fields of a form or a JSON object.</summary>
    /// <exception cref="AudioTooLargeException">The body is longer than any of base64 may be.</exception>
    /// <exception cref="FaultException">It is neither, or cannot be read.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> FieldsAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBodyBytes)
            throw new AudioTooLargeException(MaxBytes);
        try
        {
            return request.HasJsonContentType()
                ? await JsonFields.ReadAsync(request, MaxBodyBytes, cancellationToken)
                : (await request.ReadFormAsync(new() { ValueLengthLimit = MaxBodyBytes }, cancellationToken)).ToDictionary(field => field.Key, field => field.Value[^1] ?? "");
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or IOException and not BadHttpRequestException)
        {
            throw new FaultException(new(FaultKind.BadRequest, "The request's body could not be read."));
        }
    }
}
