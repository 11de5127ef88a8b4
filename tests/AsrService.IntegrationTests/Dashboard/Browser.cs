using System.Net;
using System.Text.RegularExpressions;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>A browser without scripts: it keeps cookies, and sends forms with the token of the page that they stand on.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient http;

    public Browser(Uri address)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = address };
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The cookies that the server gets back with the next request.</summary>
    public IEnumerable<Cookie> Kept => Cookies.GetCookies(new Uri(http.BaseAddress!, "/dashboard"));

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>A page that must be there.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await TextOf(response);
    }

    /// <summary>Sends a form that stands on <paramref name="page"/>.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action, params (string Name, string Value)[] fields) =>
        await PostAsync(action, await TokenAsync(page), fields);

    /// <summary>What proves that a form comes from a page of ours.</summary>
    public async Task<string> TokenAsync(string page) => Token().Match(await ReadAsync(page)).Groups[1].Value;

    /// <summary>Posts without having seen a page.</summary>
    public async Task<HttpResponseMessage> PostAsync(string action, string? token, params (string Name, string Value)[] fields)
    {
        var form = fields.Select(field => KeyValuePair.Create(field.Name, field.Value));
        using var content = new FormUrlEncodedContent(token is null ? form : form.Append(KeyValuePair.Create("__RequestVerificationToken", token)));
        return await http.PostAsync(new Uri(action, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> LogInAsync(string name, string password) =>
        SubmitAsync("/dashboard/login", "/dashboard/login", ("name", name), ("password", password));

    public static Task<string> TextOf(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
