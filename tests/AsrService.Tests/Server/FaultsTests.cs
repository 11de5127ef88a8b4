using AsrService.Core.Jobs;
using AsrService.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.Tests.Server;

public sealed class FaultsTests
{
    [Theory]
    [InlineData("BadRequest", 400)]
    [InlineData("Unauthorized", 401)]
    [InlineData("KeyExpired", 401)]
    [InlineData("NoPermission", 403)]
    [InlineData("RateLimited", 429)]
    [InlineData("OutOfQuota", 429)]
    [InlineData("Conflict", 409)]
    [InlineData("TooLarge", 413)]
    [InlineData("Overloaded", 503)]
    [InlineData("Unavailable", 503)]
    public void Each_kind_has_its_status(string kind, int status) =>
        Assert.Equal(status, new Fault(Enum.Parse<FaultKind>(kind), "A sentence.").StatusCode);

    [Fact]
    public void Every_kind_has_a_status() =>
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.InRange(new Fault(kind, "A sentence.").StatusCode, 400, 503));

    [Fact]
    public void A_refusal_is_told_as_it_is()
    {
        var fault = new Fault(FaultKind.OutOfQuota, "Used up.", TimeSpan.FromHours(1));

        Assert.Same(fault, Faults.From(new FaultException(fault)));
    }

    [Fact]
    public void A_request_that_the_server_could_not_read_keeps_its_status() => Assert.Equal(
        new Fault(FaultKind.BadRequest, "The request could not be read.") { StatusCode = 408 }, Faults.From(new BadHttpRequestException("timed out", 408)));

    [Fact]
    public void Only_what_passes_asks_to_come_back()
    {
        Assert.Equal(30, Faults.From(new OverloadException("Full.")).RetryAfter?.TotalSeconds);
        Assert.Equal(30, Faults.From(new IOException("disk")).RetryAfter?.TotalSeconds);
        Assert.Null(Faults.From(new AudioTooLargeException(1)).RetryAfter);
        Assert.Null(Faults.From(new BrokenUploadException(new IOException("early"))).RetryAfter);
    }

    [Fact]
    public void The_detail_of_a_failure_is_not_for_the_caller() =>
        Assert.DoesNotContain("password", Faults.From(new InvalidOperationException("password")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "1")]
    [InlineData(0.2, "1")]
    [InlineData(1.001, "2")]
    [InlineData(30, "30")]
    [InlineData(100_000, "100000")]
    public void Retry_After_is_in_whole_seconds_and_never_too_early(double seconds, string header)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider() };

        Faults.Answer(context, new Fault(FaultKind.RateLimited, "Too often.", TimeSpan.FromSeconds(seconds)));

        Assert.Equal(header, context.Response.Headers.RetryAfter);
    }
}
