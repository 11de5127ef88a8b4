using AsrService.Wire;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AsrService.Security;

/// <summary>Describes how callers of a protocol say who they are, and what they are answered when they may not.</summary>
internal sealed class CallerFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<WireProtocol>().FirstOrDefault() is not { } protocol)
            return;

        operation.Security = [.. SchemesOf(protocol.Scheme).Select(names => Requirement(names, context.Document))];

        // The others have statuses of their own for these.
        if (protocol.Scheme != ApiKeyHandler.SchemeName)
            return;

        operation.Responses ??= [];
        foreach (var (status, meaning) in new[] { ("401", "The credentials are missing, wrong or expired"), ("403", "The client may not do this"), ("429", "Too many requests, or the quota is used up; see Retry-After") })
            operation.Responses.TryAdd(status, new OpenApiResponse { Description = meaning });
    }

    private static OpenApiSecurityRequirement Requirement(string[] schemes, OpenApiDocument document)
    {
        var requirement = new OpenApiSecurityRequirement();
        foreach (var scheme in schemes)
            requirement.Add(new OpenApiSecuritySchemeReference(scheme, document), []);
        return requirement;
    }

    // Any one of the requirements will do; the schemes of one are needed together.
    private static IEnumerable<string[]> SchemesOf(string scheme) => scheme == ApiKeyHandler.SchemeName
        ? [["bearer"], ["api-key"]]
        : scheme == DeepFinch.DeepFinchHandler.SchemeName ? [["deepfinch-id", "deepfinch-secret"]] : [["teleai-app", "teleai-signature"]];
}
