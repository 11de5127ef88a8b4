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
        if (part.TakesUrl)
            content.Add("application/json", Body(properties, [("url", "uri")], required: "url"));
        if (part.HasNoFile || part.Base64Name is not null)
        {
            (string, string)[] base64 = part.Base64Name is { } name ? [(name, "byte")] : [];
            foreach (var type in new[] { "application/x-www-form-urlencoded", "application/json" })
                content.Add(type, Body(properties, base64, required: null));
            content.Add("multipart/form-data", Body(properties, part.HasNoFile ? [] : [(part.Name, "binary"), .. base64], required: null));
        }
        else
        {
            content.Add("multipart/form-data", Body(properties, [(part.Name, "binary")], required: part.IsOptional ? null : part.Name));
        }

        if (part.TakesBody)
            content.Add("audio/*", new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } });
        operation.RequestBody = new OpenApiRequestBody { Required = !part.IsOptional, Content = content };
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

    private static OpenApiMediaType Body(Dictionary<string, IOpenApiSchema> fields, (string Name, string Format)[] recordings, string? required)
    {
        var properties = new Dictionary<string, IOpenApiSchema>(fields);
        foreach (var (name, format) in recordings)
            properties.Add(name, new OpenApiSchema { Type = JsonSchemaType.String, Format = format });
        return new OpenApiMediaType
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = required is null ? null : new HashSet<string> { required }, Properties = properties },
        };
    }

    private static string Describe(RequestField field) => $"{field.Meaning}: {field.Allowed}.";
}
