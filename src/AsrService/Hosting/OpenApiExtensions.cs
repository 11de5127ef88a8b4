using AsrService.Security;
using Microsoft.OpenApi;

namespace AsrService.Hosting;

/// <summary>The description of the HTTP interface and the page to try it on.</summary>
internal static class OpenApiExtensions
{
    public static void AddAsrOpenApi(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "AsrService",
                Version = "v1",
                Description = "Post audio, get a job id at once, fetch the text when it is ready.",
            });
            swagger.SupportNonNullableReferenceTypes();
            swagger.NonNullableReferenceTypesAsRequired();
            swagger.OperationFilter<FilePartFilter>();
            swagger.OperationFilter<JsonBodyFilter>();
            swagger.AddCallers();
            swagger.OperationFilter<ExampleFilter>();
        });
    }

    public static void UseAsrOpenApi(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI();
    }
}
