using System.Text.Json;
using AsrService.Hosting;
using AsrService.Wire;

namespace AsrService.TeleAi;

/// <summary>Reads the body of a <see cref="TeleAiRequest"/>.</summary>
internal static class TeleAiReader
{
    /// <summary>The longest id: its job is found by it.</summary>
    public const int MaxIdLength = 128;

    private const int MaxBytes = 80 << 10;
    private const string IdName = "req_id";

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads the whole body, which is small.</summary>
    /// <exception cref="FaultException">The body is too long, no JSON object, or has a value of the wrong type.</exception>
    public static async Task<TeleAiRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        AudioUpload.Unlimit(request);
        var body = new byte[MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxBytes)
            throw TeleAiJson.Bad(null, $"The body has more than {MaxBytes} bytes.");
        try
        {
            using var document = JsonDocument.Parse(body.AsMemory(0, length));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw TeleAiJson.Bad(null, "The body must be a JSON object.");

            // First of all, so that every refusal names it.
            if (document.RootElement.TryGetProperty(IdName, out var id) && id.ValueKind == JsonValueKind.String && IsId(id.GetString()!))
                TeleAiRefused.Echo(request.HttpContext, id.GetString()!);
            return document.Deserialize<TeleAiRequest>(Format)!;
        }
        catch (JsonException exception) when (exception.Path is ['$', '.', .. var name])
        {
            throw TeleAiJson.Bad(name, $"The parameter {name} has a value of the wrong type.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A string that is no Unicode is found out only when it is read.
            throw TeleAiJson.Bad(null, "The body is not valid JSON.");
        }
    }

    // PostgreSQL keeps no NUL, and no other control character is for an id either.
    public static bool IsId(string id) => id.Length <= MaxIdLength && !id.Any(char.IsControl);
}
