using System.Text.Json.Nodes;
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

        // An empty field is as good as none; without saying so, Swagger's page would send the word "string" in every field.
        var properties = part.Fields.ToDictionary(
            field => field.Name, IOpenApiSchema (field) => new OpenApiSchema { Type = JsonSchemaType.String, Description = Describe(field), Default = "" });
        var content = new Dictionary<string, IOpenApiMediaType>();
        if (part.HasNoFile || part.Base64Name is not null)
        {
            (string, string)[] base64 = part.Base64Name is { } name ? [(name, "byte")] : [];
            foreach (var type in new[] { "application/x-www-form-urlencoded", "application/json" })
                content.Add(type, Body(part, properties, base64, required: null));
            content.Add("multipart/form-data", Body(part, properties, part.HasNoFile ? [] : [(part.Name, "binary"), .. base64], required: null));
        }
        else
        {
            content.Add("multipart/form-data", Body(part, properties, [(part.Name, "binary")], required: part.IsOptional ? null : part.Name));
        }

        if (part.TakesUrl)
            content.Add("application/json", Body(part, properties, [("url", "uri")], required: "url"));
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

    private static OpenApiMediaType Body(FilePart part, Dictionary<string, IOpenApiSchema> fields, (string Name, string Format)[] recordings, string? required)
    {
        // The recording comes first, on Swagger's page too.
        var properties = recordings.Select(recording => (recording.Name, Schema: (IOpenApiSchema)new OpenApiSchema { Type = JsonSchemaType.String, Format = recording.Format }))
            .Concat(fields.Select(field => (Name: field.Key, Schema: field.Value))).ToDictionary(property => property.Name, property => property.Schema);
        var example = new JsonObject([.. part.Example.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))]);
        if (recordings is [var (recording, kind), ..])
            example.Insert(0, recording, Recording(kind));
        return new OpenApiMediaType
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = required is null ? null : new HashSet<string> { required }, Properties = properties },
            Example = example,
        };
    }

    private static string Recording(string format) => format switch
    {
        "uri" => "https://example.com/recording.mp3",
        "byte" => Convert.ToBase64String(new byte[32]),
        _ => "recording.mp3",
    };

    private static string Describe(RequestField field) => $"{field.Meaning}: {field.Allowed}.";
}
