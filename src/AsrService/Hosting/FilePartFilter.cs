using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AsrService.Hosting;

/// <summary>Describes the body and the options of endpoints marked with <see cref="FilePart"/>.</summary>
/// <remarks>ASP.NET Core's own <c>Accepts</c> would also refuse other bodies with 415, where the protocols have answers of their own.</remarks>
internal sealed class FilePartFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<FilePart>().FirstOrDefault() is not { } part)
            return;

        var properties = part.Fields.ToDictionary(
            field => field.Name, IOpenApiSchema (field) => new OpenApiSchema { Type = JsonSchemaType.String, Description = Describe(field) });
        var content = new Dictionary<string, IOpenApiMediaType>();
        if (part.Base64Name is { } base64)
        {
            properties.Add(base64, new OpenApiSchema { Type = JsonSchemaType.String, Format = "byte", Description = $"The recording, instead of {part.Name}." });
            foreach (var type in new[] { "application/x-www-form-urlencoded", "application/json" })
                content.Add(type, Body(new(properties), base64));
        }

        properties.Add(part.Name, new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" });
        content.Add("multipart/form-data", Body(properties, part.Base64Name is null ? part.Name : null));
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
        operation.Parameters =
        [
            .. operation.Parameters ?? [],
            .. part.Fields.Select(field => new OpenApiParameter
            {
                Name = field.Name,
                In = ParameterLocation.Query,
                Description = Describe(field),
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            }),
        ];
    }

    private static OpenApiMediaType Body(Dictionary<string, IOpenApiSchema> properties, string? required) => new()
    {
        Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = required is null ? null : new HashSet<string> { required }, Properties = properties },
    };

    private static string Describe(RequestField field) => $"{field.Meaning}: {field.Allowed}.";
}
