using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace AsrService.Wire;

/// <summary>Reads a request whose body is a JSON object of single values.</summary>
internal static class JsonFields
{
    /// <summary>The values by name, numbers and booleans as they are written; what is null is left out.</summary>
    /// <exception cref="FaultException">The body is too long, or not such an object.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(HttpRequest request, long maxBytes, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes;
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Bad("The body must be a JSON object.");

            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
            {
                fields[member.Name] = member.Value.ValueKind switch
                {
                    JsonValueKind.String => member.Value.GetString()!,
                    JsonValueKind.Object or JsonValueKind.Array => throw Bad("The values in the body must be single ones: text, numbers, true or false."),
                    _ => member.Value.GetRawText(),
                };
            }

            return fields;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A string that is no Unicode is found out only when it is read.
            throw Bad("The body is not valid JSON.");
        }
    }

    private static FaultException Bad(string message) => new(new Fault(FaultKind.BadRequest, message));
}
