using AsrService.DeepFinch;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AsrService.Security;

/// <summary>The ways to say who one is, in the description of the interface.</summary>
internal static class CallerDescriptions
{
    public static void AddCallers(this SwaggerGenOptions swagger)
    {
        swagger.AddSecurityDefinition("bearer", new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The client's secret. Not needed where the server is open." });
        swagger.AddSecurityDefinition("api-key", Header(ApiKeyHandler.Header, "The same in a header of its own."));
        swagger.AddSecurityDefinition("deepfinch-id", Header(DeepFinchHandler.IdHeader, "The client's id."));
        swagger.AddSecurityDefinition("deepfinch-secret", Header(DeepFinchHandler.SecretHeader, "The client's secret."));
        swagger.AddSecurityDefinition("teleai-app", Header("X-APP-ID", "The client's id."));
        swagger.AddSecurityDefinition("teleai-signature", Header("Authorization", "teleai-cloud-auth-v1/APP/REGION/UNIXSECONDS/EXPIRATION/SIGNED;HEADERS/SIGNATURE, made with the client's secret."));
        swagger.OperationFilter<CallerFilter>();
    }

    private static OpenApiSecurityScheme Header(string name, string meaning) =>
        new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = name, Description = meaning };
}
