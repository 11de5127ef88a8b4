using AsrService.Dashboard;

namespace AsrService.Tests.Server;

/// <summary>Where a login leads to, whatever the link to it says.</summary>
public sealed class LoginTargetTests
{
    [Theory]
    [InlineData("/dashboard/clients")]
    [InlineData("/dashboard/clients?name=a%20b")]
    public void A_page_of_the_dashboard_is_gone_back_to(string returnUrl) => Assert.Equal(returnUrl, LoginApi.TargetOf(returnUrl));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/api/jobs")]
    [InlineData("/dashboards/x")]
    [InlineData("/dashboard/../api/jobs")]
    [InlineData("/dashboard/%2e%2e/api/jobs")]
    [InlineData("/dashboard/..\\api/jobs")]
    [InlineData("https://example.com/dashboard/clients")]
    [InlineData("//example.com/dashboard/clients")]
    [InlineData("\\\\example.com/dashboard/clients")]
    [InlineData("/\\example.com/dashboard/clients")]
    [InlineData("javascript:/dashboard/clients")]
    public void Anything_else_leads_to_its_first_page(string? returnUrl) => Assert.Equal("/dashboard", LoginApi.TargetOf(returnUrl));

    [Fact]
    public void A_line_break_stays_within_the_address() => Assert.DoesNotContain('\n', LoginApi.TargetOf("/dashboard/a\r\nX: y"));
}
