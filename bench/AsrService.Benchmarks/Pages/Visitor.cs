using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using AsrService.Benchmarks.Running;

namespace AsrService.Benchmarks.Pages;

/// <summary>Looks at pages with a browser's cookies, and takes the time.</summary>
internal sealed partial class Visitor : IDisposable
{
    private const int Looks = 20;

    private readonly HttpClient http;

    /// <summary>Opens the browser.</summary>
    /// <param name="address">The server.</param>
    /// <param name="secret">A client's, for lists that are no pages.</param>
    public Visitor(Uri address, string secret)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", secret);
    }

    /// <summary>Begins an operator's session.</summary>
    public async Task LogInAsync(string name, string password, CancellationToken cancellationToken)
    {
        const string Login = "/dashboard/login";
        const string Token = "__RequestVerificationToken";
        var page = await http.GetStringAsync(new Uri(Login, UriKind.Relative), cancellationToken);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = name, ["password"] = password, [Token] = FormToken().Match(page).Groups["token"].Value });
        using var response = await http.PostAsync(new Uri(Login, UriKind.Relative), form, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Redirect)
            throw new BenchmarkException($"The dashboard does not let the benchmark in: {(int)response.StatusCode}.");
    }

    /// <summary>How long it takes to be answered, in milliseconds.</summary>
    /// <exception cref="BenchmarkException">It is refused.</exception>
    public async Task<(double Median, double Most95)> LookAsync(string path, CancellationToken cancellationToken)
    {
        // What is compiled or read from the disk at the first look is not counted.
        await OnceAsync(path, cancellationToken);
        var times = new List<double>();
        for (var i = 0; i < Looks; i++)
            times.Add(await OnceAsync(path, cancellationToken));
        times.Sort();
        return (Quantiles.Of(times, 50), Quantiles.Of(times, 95));
    }

    public void Dispose() => http.Dispose();

    private async Task<double> OnceAsync(string path, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return response.StatusCode == HttpStatusCode.OK
            ? Stopwatch.GetElapsedTime(began).TotalMilliseconds
            : throw new BenchmarkException($"{path} is answered with {(int)response.StatusCode}.");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();
}
