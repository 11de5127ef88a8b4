using AsrService.Data.Operators;
using AsrService.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AsrService.Dashboard;

/// <summary>In and out of the dashboard.</summary>
internal static class LoginApi
{
    public const string Path = DashboardExtensions.Path + "/login";

    // Relative addresses need one to be resolved against; which one is of no matter.
    private static readonly Uri Here = new("http://dashboard.invalid");

    public static void MapLogin(this RouteGroupBuilder dashboard)
    {
        dashboard.MapGet("/login", () => new RazorComponentResult<LoginPage>());
        dashboard.MapPost("/login", LoginAsync);
    }

    public static void MapLogout(this RouteGroupBuilder pages) => pages.MapPost("/logout", LogoutAsync);

    /// <summary>Where to go after the login. A link that leads to it must not lead away from the dashboard behind it.</summary>
    public static string TargetOf(string? returnUrl) =>
        Uri.TryCreate(Here, returnUrl, out var url) && url.Host == Here.Host && url.AbsolutePath.StartsWith(DashboardExtensions.Path + "/", StringComparison.Ordinal)
            ? url.PathAndQuery : DashboardExtensions.Path;

    private static async Task<IResult> LoginAsync(
        IFormCollection form, string? returnUrl, HttpContext context, FailedCredentials failed, OperatorStore operators, CancellationToken cancellationToken)
    {
        if (await failed.WaitAsync(context) is { } tooMany)
            return new RazorComponentResult<LoginPage>(new { Fault = tooMany.Message }) { StatusCode = StatusCodes.Status429TooManyRequests };

        if (await operators.FindAsync(form["name"].ToString(), form["password"].ToString(), cancellationToken) is not { } who)
        {
            failed.Note(context);
            return new RazorComponentResult<LoginPage>(new { Fault = "Name or password is wrong." }) { StatusCode = StatusCodes.Status401Unauthorized };
        }

        await DashboardSession.BeginAsync(context, who);
        return Results.LocalRedirect(TargetOf(returnUrl));
    }

    private static async Task<IResult> LogoutAsync(IFormCollection form, HttpContext context)
    {
        await DashboardSession.EndAsync(context);
        return Results.LocalRedirect(Path);
    }
}
