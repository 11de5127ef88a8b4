using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.AsrTask;

/// <summary>The pages that call this protocol are served from elsewhere.</summary>
public sealed class CorsTests(SharedServer shared)
{
    [Theory]
    [InlineData("GET", "/api/v1/asr/", 200)]
    [InlineData("GET", "/api/v1/asr/task/20250331222301719319", 404)]
    [InlineData("POST", "/api/v1/asr/task", 400)]
    [InlineData("GET", "/api/v1/asr/no/such/path", 404)]
    [InlineData("PUT", "/api/v1/asr/task", 405)]
    public async Task Every_answer_allows_every_origin(string method, string path, int status)
    {
        foreach (var origin in new[] { null, "https://chat.example" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (origin is not null)
                request.Headers.Add("Origin", origin);
            using var response = await shared.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        }
    }

    [Fact]
    public async Task A_preflight_allows_methods_and_headers()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, AsrTaskDriver.Path);
        request.Headers.Add("Origin", "https://chat.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "idempotency-key");
        using var response = await shared.Server.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("POST", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Equal("idempotency-key", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")));
    }
}
