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
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = EndIfOldAsync;
    }

    public static Task BeginAsync(HttpContext context, Operator who) => context.SignInAsync(SchemeName, new ClaimsPrincipal(new ClaimsIdentity(
        [new(ClaimTypes.Name, who.Name), new(ClaimTypes.NameIdentifier, who.Name), new(PasswordVersion, who.PasswordVersion.ToString(CultureInfo.InvariantCulture))],
        SchemeName)));

    public static Task EndAsync(HttpContext context) => context.SignOutAsync(SchemeName);

    private static async Task EndIfOldAsync(CookieValidatePrincipalContext context)
    {
        var who = new Operator(
            context.Principal!.FindFirstValue(ClaimTypes.Name)!,
            int.Parse(context.Principal!.FindFirstValue(PasswordVersion)!, CultureInfo.InvariantCulture));
        var operators = context.HttpContext.RequestServices.GetRequiredService<OperatorStore>();
        if (!await operators.IsCurrentAsync(who, context.HttpContext.RequestAborted))
            context.RejectPrincipal();
    }
}
