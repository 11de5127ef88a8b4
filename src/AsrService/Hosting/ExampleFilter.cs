using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsrService.Core.Jobs;
using AsrService.Wire;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AsrService.Hosting;

/// <summary>Shows what endpoints answer: their own examples, and the refusals that all endpoints of a protocol have in common.</summary>
internal sealed class ExampleFilter(IOptions<JsonOptions> json) : IOperationFilter
{
    private const int MaxBytes = 500 << 20;

    // The first of a status is shown.
    private static readonly IReadOnlyList<Fault> Faults =
    [
        new(FaultKind.BadRequest, $"The field language must be {TranscriptionOptionsParser.Fields.First(field => field.Name == "language").Allowed}.") { Field = "language" },
        Wire.Faults.From(new BrokenUploadException(new FormatException())),
        new(FaultKind.Unauthorized, "These credentials are not valid."),
        new(FaultKind.NoPermission, "This client may not use this protocol."),
        new(FaultKind.RateLimited, "10 jobs of this client wait already; please try again when some have started"),
        new(FaultKind.Conflict, "The Idempotency-Key was used for another recording or with other options."),
        Wire.Faults.From(new AudioTooLargeException(MaxBytes)),
        Wire.Faults.From(new OverloadException("The server has more work than it can take at the moment; please try again later")),
        Wire.Faults.From(new TimeoutException()),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        foreach (var example in metadata.OfType<Example>())
            Show(operation, example, context);
        if (metadata.OfType<WireProtocol>().FirstOrDefault() is not { } protocol)
            return;

        foreach (var example in Faults.Select(fault => ExampleExtensions.Of(protocol.RefuseAsExample(fault))).Where(example => example.StatusCode >= StatusCodes.Status400BadRequest))
            Show(operation, example, context);
    }

    // What is told to callers before it is known what they ask for has no body in the description until here.
    private void Show(OpenApiOperation operation, Example example, OperationFilterContext context)
    {
        if (operation.Responses?.GetValueOrDefault($"{example.StatusCode}") is not OpenApiResponse response)
            return;

        response.Content ??= new Dictionary<string, IOpenApiMediaType>();
        if (response.Content.Count == 0)
            response.Content.Add(example.ContentType, new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(example.Value.GetType(), context.SchemaRepository) });
        if (response.Content.TryGetValue(example.ContentType, out var content) && content is OpenApiMediaType { Example: null } body)
            body.Example = Write(example);
    }

    private JsonNode Write(Example example)
    {
        var node = JsonSerializer.SerializeToNode(example.Value, example.Value.GetType(), json.Value.SerializerOptions)!;
        return example.ContentType == MediaTypeNames.Text.EventStream ? $"event: state\ndata: {node.ToJsonString(json.Value.SerializerOptions)}\n\n" : node;
    }
}
