using System.Globalization;
using System.Security.Claims;
using AsrService.Data.Operators;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace AsrService.Dashboard;

/// <summary>An operator's session: a cookie for twelve hours after the last page, which ends with the password that it began with.</summary>
internal static class DashboardSession
{
    public const string SchemeName = "dashboard";

    private const string PasswordVersion = "password_version";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "asr-dashboard";
        options.Cookie.Path = DashboardExtensions.Path;
        options.LoginPath = LoginApi.Path;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = EndIfOldAsync;
    }

    public static Task BeginAsync(HttpContext context, Operator who) => context.SignInAsync(SchemeName, new ClaimsPrincipal(new ClaimsIdentity(
        [
            new(ClaimTypes.Name, who.Name),
            new(ClaimTypes.NameIdentifier, who.Name),
            new(ClaimTypes.Role, who.Role.ToString()),
            new(PasswordVersion, who.PasswordVersion.ToString(CultureInfo.InvariantCulture)),
        ],
        SchemeName)));

    public static Task EndAsync(HttpContext context) => context.SignOutAsync(SchemeName);

    /// <summary>Whether somebody may change anything.</summary>
    public static bool MayChange(ClaimsPrincipal who) => who.IsInRole(nameof(OperatorRole.Operator));

    /// <summary>Whether somebody may see what was said.</summary>
    public static bool MaySeeText(ClaimsPrincipal who, DashboardOptions options) => options.ViewersSeeText || MayChange(who);

    private static async Task EndIfOldAsync(CookieValidatePrincipalContext context)
    {
        // A session from before there were roles has none, and ends.
        var isKnown = Enum.TryParse<OperatorRole>(context.Principal!.FindFirstValue(ClaimTypes.Role), out var role);
        var who = new Operator(
            context.Principal!.FindFirstValue(ClaimTypes.Name)!,
            role,
            int.Parse(context.Principal!.FindFirstValue(PasswordVersion)!, CultureInfo.InvariantCulture));
        var operators = context.HttpContext.RequestServices.GetRequiredService<OperatorStore>();
        if (!isKnown || !await operators.IsCurrentAsync(who, context.HttpContext.RequestAborted))
            context.RejectPrincipal();
    }
}
