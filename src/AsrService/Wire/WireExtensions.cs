using AsrService.Security;

namespace AsrService.Wire;

/// <summary>What protocols and the server are put together with.</summary>
internal static class WireExtensions
{
    /// <summary>A group of routes whose callers are known, and whose failures are answered, as <paramref name="protocol"/> wants it.</summary>
    public static RouteGroupBuilder MapWireGroup(this IEndpointRouteBuilder endpoints, string path, WireProtocol protocol) =>
        endpoints.MapGroup(path).WithMetadata(protocol with { Path = path }).RequireAuthorization().RequireCors(WireCors.Policy).AddEndpointFilter<WireErrors>();

    /// <summary>Answers what nobody else caught, and what no endpoint takes; the outermost of our middleware.</summary>
    public static void UseWireErrors(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = WireErrors.WriteAsync,

            // The log is ours to write: a request that cannot be read is no error of the server.
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePages(pages => WireErrors.WriteBareAsync(pages.HttpContext));
    }
}
