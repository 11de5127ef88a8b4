using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AsrService.Hosting;

/// <summary>Describes the body of endpoints marked with <see cref="FilePart"/>.</summary>
/// <remarks>ASP.NET Core's own <c>Accepts</c> would also refuse other bodies with 415, where the protocols have answers of their own.</remarks>
internal sealed class FilePartFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<FilePart>().FirstOrDefault() is not { } part)
            return;

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
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            [part.Name] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                        },
                    },
                },
            },
        };
    }
}
