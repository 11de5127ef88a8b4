using System.Net;
using System.Text.Json;
using AsrService.Telemetry;
using AsrService.Wire;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Security.Fuzzing;

/// <summary>Whatever is sent to whatever endpoint. FsCheck tells the seed of a failure.</summary>
public sealed class RandomRequestTests(FuzzedServer fuzzed) : IClassFixture<FuzzedServer>
{
    // All endpoints together.
    private const int Requests = 1500;

    // What an answer tells that was not meant for the caller.
    private static readonly string[] Internals = ["   at ", "Exception", "System.", "Microsoft.", "Npgsql", Path.GetTempPath(), AppContext.BaseDirectory, SetupFiles.Root];

    [Fact]
    public async Task Every_endpoint_answers_in_time_and_in_its_own_words()
    {
        var endpoints = fuzzed.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.NotEmpty(endpoints);

        await Parallel.ForEachAsync(endpoints, new ParallelOptions { MaxDegreeOfParallelism = 4 }, (endpoint, _) =>
        {
            Check.One(
                Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(Requests / endpoints.Count),
                Prop.ForAll(RandomRequest.To(endpoint, fuzzed.Ids), request => CheckAsync(endpoint, request)));
            return ValueTask.CompletedTask;
        });

        await fuzzed.AssertWellAsync();
    }

    private async Task CheckAsync(RouteEndpoint endpoint, RandomRequest request)
    {
        var protocol = endpoint.Metadata.GetMetadata<WireProtocol>();
        using var response = await SendAsync(request, protocol);
        if (response is null)
            return;

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var exchange = $"{request}\n-> {(int)response.StatusCode} {response.Content.Headers.ContentType} {body[..Math.Min(body.Length, 2000)]}";

        Assert.True(response.StatusCode < HttpStatusCode.InternalServerError || IsFailedTask(body), exchange);

        // Metrics of .NET and of the database's driver have their names, and only those who operate the server see them.
        Assert.False(endpoint.RoutePattern.RawText != MetricsApi.Path && IsText(response) && Internals.Any(body.Contains), exchange);

        // Kestrel refuses some requests before anything of ours sees them; then it hangs up.
        if (protocol is not null && request.IsBelow(protocol.Path) && request.Method != "HEAD" && response is { StatusCode: >= HttpStatusCode.BadRequest, Headers.ConnectionClose: not true })
            Assert.True(IsObject(body), exchange);
    }

    private async Task<HttpResponseMessage?> SendAsync(RandomRequest request, WireProtocol? protocol)
    {
        try
        {
            return await fuzzed.SendAsync(request, protocol);
        }
        catch (HttpRequestException) when (request.IsUnreadable)
        {
            return null;
        }
    }

    private static bool IsText(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is not ("text/css" or "text/javascript");

    // A job that failed is the server's answer to a recording that is none.
    private static bool IsFailedTask(string body) => IsObject(body) && JsonElement.Parse(body).TryGetProperty("task_id", out _);

    private static bool IsObject(string body)
    {
        try
        {
            return JsonElement.Parse(body).ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
