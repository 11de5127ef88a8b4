using System.Reflection;
using AsrService.Hosting;
using AsrService.Security;
using AsrService.Wire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AsrService.Dashboard;

/// <summary>Pages for operators: rendered here, and complete without a script; ours keeps up to date what changes.</summary>
internal static class DashboardExtensions
{
    public const string Path = "/dashboard";


    // No page takes more; uploads are another interface's.
    private const int MaxFormBytes = 64 * 1024;

    public static void AddDashboard(this WebApplicationBuilder builder, AsrOptions options)
    {
        if (!options.Roles.HasFlag(NodeRoles.Dashboard))
            return;

        builder.Services.AddSingleton(options.Dashboard);
        builder.Services.AddHostedService<FirstOperatorService>();
        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "asr-dashboard-form";
            antiforgery.Cookie.Path = Path;
        });
        builder.Services.AddAuthentication().AddCookie(DashboardSession.SchemeName, DashboardSession.Configure);
    }

    /// <summary>What holds for every answer below <see cref="Path"/>, whoever gives it.</summary>
    public static void UseDashboard(this WebApplication app, AsrOptions options)
    {
        if (options.Roles.HasFlag(NodeRoles.Dashboard))
            app.UseWhen(context => context.Request.Path.StartsWithSegments(Path), dashboard => UseGuards(dashboard, app.Services.GetRequiredService<Access>()));
    }

    public static void MapDashboard(this WebApplication app)
    {
        // After it is known who asks: a form is its operator's.
        app.UseAntiforgery();
        var dashboard = app.MapGroup(Path).ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(MaxFormBytes));
        MapFile(dashboard, "dashboard.css", "text/css");
        MapFile(dashboard, "dashboard.js", "text/javascript");
        MapFile(dashboard, "icon.svg", "image/svg+xml");
        dashboard.MapLogin();

        var pages = dashboard.MapGroup("").RequireAuthorization(policy => policy.AddAuthenticationSchemes(DashboardSession.SchemeName).RequireAuthenticatedUser());
        pages.MapLogout();

        // By the method, so that no page can forget it.
        var changes = new AuthorizationPolicyBuilder(DashboardSession.SchemeName).RequireAssertion(context => DashboardSession.MayChange(context.User)).Build();
        pages = pages.MapGroup("");
        ((IEndpointConventionBuilder)pages).Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<HttpMethodMetadata>().All(allowed => !allowed.HttpMethods.Contains(HttpMethods.Get)))
                endpoint.Metadata.Add(changes);
        });
        pages.MapOverview();
        pages.MapJobs();
        pages.MapJob();
        pages.MapJobText();
        pages.MapSessions();
        pages.MapClients();
        pages.MapCallbacks();
    }

    private static void MapFile(RouteGroupBuilder dashboard, string name, string type) =>
        dashboard.MapGet(name, () => Results.Stream(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!, type));

    private static void UseGuards(IApplicationBuilder dashboard, Access access)
    {
        dashboard.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                SetHeaders(context.Response.Headers);
                return Task.CompletedTask;
            });
            return next(context);
        });

        // Here and not with each cookie: that of the forms would refuse to be made behind a proxy which ends https.
        dashboard.UseCookiePolicy(new CookiePolicyOptions
        {
            HttpOnly = HttpOnlyPolicy.Always,
            MinimumSameSitePolicy = SameSiteMode.Strict,
            Secure = access.IsLocal ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always,
        });
        dashboard.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = ExplainAsync,
            StatusCodeSelector = exception => Faults.From(exception).StatusCode,
            SuppressDiagnosticsCallback = failure => failure.Exception is BadHttpRequestException,
        });
        dashboard.UseStatusCodePages(status => ExplainAsync(status.HttpContext));
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }

    private static Task ExplainAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var text = status switch
        {
            StatusCodes.Status400BadRequest =>
                "The form was not accepted. It may have been open for too long: go back, reload the page and try again. "
                + "From another machine, the dashboard works with https only.",
            StatusCodes.Status403Forbidden => "A viewer can change nothing, and sees recordings and their text only where that is allowed.",
            StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => "There is no such page.",
            StatusCodes.Status409Conflict => "The job is in another state by now, or its recording is not kept any more. Go back and reload the page.",
            >= StatusCodes.Status500InternalServerError => "The server cannot do this at the moment; please try again.",
            _ => "The server does not accept this.",
        };
        return new RazorComponentResult<MessagePage>(new { Text = text }) { StatusCode = status }.ExecuteAsync(context);
    }
}
