using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AsrService.AsrTask;
using AsrService.Core.Jobs;
using AsrService.Hosting;
using AsrService.NativeJobs;
using AsrService.Security;
using AsrService.Wire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AsrService.Tests.Server;

/// <summary>Whatever fails, and wherever, is answered in the words of the protocol that was called.</summary>
public sealed class WireErrorsTests : IAsyncLifetime
{
    private const string Unavailable = "The server cannot do this at the moment; please try again.";

    private static readonly Dictionary<string, Exception> Failures = new()
    {
        ["full"] = new OverloadException("Full."),
        ["large"] = new AudioTooLargeException(5),
        ["slow"] = new BadHttpRequestException("timed out", 408),
        ["broken"] = new BrokenUploadException(new IOException("early")),
        ["disk"] = new IOException("secret"),
        ["often"] = new FaultException(new(FaultKind.RateLimited, "Too often.", TimeSpan.FromSeconds(7.5))),
    };

    private readonly ErrorLog logged = new();
    private readonly HttpClient http = new();
    private WebApplication app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(logged);
        builder.Services.AddWireJson();
        builder.Services.AddWireCors(new AuthOptions());
        builder.Services.AddAuthorization(everybody => everybody.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => true).Build());

        // Who may call is tested elsewhere.
        builder.Services.Configure<RouteOptions>(routes => routes.SuppressCheckForUnhandledSecurityMetadata = true);
        app = builder.Build();
        app.UseWireErrors();
        app.Use((context, next) => context.Request.Query["middleware"].LastOrDefault() is { } failure ? throw Failures[failure] : next(context));
        app.UseCors();
        app.UseAuthorization();
        MapFailures(app.MapWireGroup("/asr-task", new("asr-task", AsrTaskJson.Refuse)));
        MapFailures(app.MapWireGroup("/native", new("native", NativeJson.Refuse)));
        MapFailures(app.MapGroup("/none"));
        await app.StartAsync(Token);
        http.BaseAddress = new Uri(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        logged.Dispose();
    }

    [Theory]
    [InlineData("full", 503, "30", "Full.")]
    [InlineData("large", 413, null, "The file is larger than this server accepts (5 bytes).")]
    [InlineData("slow", 408, null, "The request could not be read.")]
    [InlineData("broken", 400, null, "The upload is incomplete or not valid multipart/form-data.")]
    [InlineData("disk", 503, "30", Unavailable)]
    [InlineData("often", 429, "8", "Too often.")]
    public async Task A_failure_is_answered_in_the_protocols_words(string failure, int status, string? retryAfter, string sentence)
    {
        foreach (var query in new[] { $"handler={failure}", $"middleware={failure}" })
        {
            await AssertAsync($"/asr-task?{query}", status, retryAfter, "application/json", "error", sentence);
            await AssertAsync($"/native?{query}", status, retryAfter, "application/problem+json", "detail", sentence);
            await AssertAsync($"/none?{query}", status, retryAfter, "application/problem+json", "detail", sentence);
        }
    }

    [Fact]
    public async Task A_failure_where_no_endpoint_is_has_an_answer_too() =>
        await AssertAsync("/nowhere?middleware=disk", 503, "30", "application/problem+json", "detail", Unavailable);

    [Theory]
    [InlineData("?number=many", "{}")]
    [InlineData("", "{")]
    public async Task Parameters_that_cannot_be_read_are_refused_in_the_protocols_words(string query, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await http.PostAsync(new Uri($"/asr-task{query}", UriKind.Relative), content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""{"error":"The request could not be read."}""", await response.Content.ReadAsStringAsync(Token));
        Assert.Empty(logged.Errors);
    }

    [Theory]
    [InlineData("GET", "/asr-task/no/such/path", 404, "There is nothing at this address.")]
    [InlineData("GET", "/ASR-task//", 404, "There is nothing at this address.")]
    [InlineData("PUT", "/asr-task", 405, "This address does not take the method PUT.")]
    [InlineData("POST", "/asr-task", 415, "The request could not be read.")]
    public async Task What_no_endpoint_takes_is_refused_in_the_protocols_words(string method, string path, int status, string sentence)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("{}") };
        using var response = await http.SendAsync(request, Token);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(sentence, JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["error"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/nowhere", 404)]
    [InlineData("/asr-tasks", 404)]
    public async Task What_is_for_no_protocol_is_refused_without_words(string path, int status)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), Token);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("/native?handler=disk")]
    [InlineData("/native?middleware=disk")]
    [InlineData("/none?handler=disk")]
    public async Task The_detail_is_logged_once(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Same(Failures["disk"], Assert.Single(logged.Errors));
    }

    [Fact]
    public async Task What_callers_did_is_no_error_of_the_server()
    {
        foreach (var failure in Failures.Keys.Except(["disk"]))
        {
            await http.GetAsync(new Uri($"/native?handler={failure}", UriKind.Relative), Token);
            await http.GetAsync(new Uri($"/native?middleware={failure}", UriKind.Relative), Token);
        }

        Assert.Empty(logged.Errors);
    }

    private static void MapFailures(IEndpointRouteBuilder group)
    {
        group.MapGet("/", (HttpContext context) => context.Request.Query["handler"].LastOrDefault() is { } failure ? throw Failures[failure] : Results.Ok());
        group.MapPost("/", (int? number, JsonObject? body) => Results.Ok());
    }

    private async Task AssertAsync(string path, int status, string? retryAfter, string mediaType, string member, string sentence)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), Token);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(retryAfter, response.Headers.RetryAfter?.ToString());
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(sentence, body[member]!.GetValue<string>());
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<Exception?> errors = new();

        public IReadOnlyCollection<Exception?> Errors => errors;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                errors.Enqueue(exception);
        }

        public void Dispose()
        {
        }
    }
}
