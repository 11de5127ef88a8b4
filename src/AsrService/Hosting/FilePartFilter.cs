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
        properties.Add(part.Name, new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" });
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["multipart/form-data"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { part.Name },
                        Properties = properties,
                    },
                },
            },
        };
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

    private static string Describe(RequestField field) => $"{field.Meaning}: {field.Allowed}.";
}
