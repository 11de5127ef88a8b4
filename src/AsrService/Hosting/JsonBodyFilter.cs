using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AsrService.Hosting;

/// <summary>Describes the body of endpoints marked with <see cref="JsonBody"/>.</summary>
internal sealed class JsonBodyFilter(IOptions<JsonOptions> json) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<JsonBody>().FirstOrDefault() is not { } body)
            return;

        var content = new OpenApiMediaType
        {
            Schema = context.SchemaGenerator.GenerateSchema(body.Type, context.SchemaRepository),
            Example = JsonSerializer.SerializeToNode(body.Example, body.Type, json.Value.SerializerOptions),
        };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, IOpenApiMediaType> { ["application/json"] = content } };
    }
}
