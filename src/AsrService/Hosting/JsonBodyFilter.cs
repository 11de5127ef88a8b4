using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AsrService.Hosting;

/// <summary>Describes the body of endpoints marked with <see cref="JsonBody"/>.</summary>
internal sealed class JsonBodyFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<JsonBody>().FirstOrDefault() is not { } body)
            return;

        var schema = context.SchemaGenerator.GenerateSchema(body.Type, context.SchemaRepository);
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, IOpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = schema } } };
    }
}
