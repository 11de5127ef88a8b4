using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AsrService.Hosting;

/// <summary>How every answer is written: snake_case names, text as it is, nothing for what is not known.</summary>
internal static class WireJson
{
    public static void AddWireJson(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Converters.Add(new PythonFloatConverter());

            // Most text is not Latin, and no answer is put into a page unescaped.
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });

        // Parameters that cannot be read would otherwise be answered with a bare 400, in no protocol's words.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
    }
}
