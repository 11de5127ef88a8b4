using System.Net;
using System.Text.RegularExpressions;
using AsrService.Data.Operators;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>A new installation has one operator, whose password is said once.</summary>
public sealed partial class FirstOperatorTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string database = shared.Postgres.NewDatabase();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task The_first_start_says_the_password_beside_the_log_and_the_second_says_none()
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Asr"] = database,
            ["Asr__DataDirectory"] = directory.Path,
            ["Asr__Roles"] = "Dashboard",
        };

        await using (var first = await NodeProcess.StartAsync(settings, Token))
        {
            var password = Sentence().Match(Assert.Single(first.Said, line => Sentence().IsMatch(line))).Groups[1].Value;
            using var browser = new Browser(first.Address);
            using var response = await browser.LogInAsync("admin", password);
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            Assert.Single(first.Said, line => line.Contains(password, StringComparison.Ordinal));
        }

        await using var second = await NodeProcess.StartAsync(settings, Token);
        Assert.DoesNotContain(second.Said, line => line.Contains("password", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Of_ten_nodes_that_start_together_one_has_the_password()
    {
        await using var server = TestServer.Start(database, directory.Path, ("Asr:Roles", "Api"));
        var operators = server.Services.GetRequiredService<OperatorStore>();

        var passwords = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => operators.AddFirstAsync(Token))));

        var password = Assert.Single(passwords, password => password is not null);
        Assert.NotNull(await operators.FindAsync(OperatorStore.First, password!, Token));
        Assert.Null(await operators.AddFirstAsync(Token));
    }

    [GeneratedRegex("^The dashboard's operator is admin, the password ([a-z2-9]{20})\\. It is not shown again")]
    private static partial Regex Sentence();
}
