using AsrService.MedVoice;
using AsrService.Wire;
using Microsoft.AspNetCore.Http;

namespace AsrService.Tests.Server;

/// <summary>The statuses that the app's protocol knows; bodies are tested through HTTP.</summary>
public sealed class MedVoiceRefusalTests
{
    [Theory]
    [InlineData("Unavailable", 500)]
    [InlineData("Overloaded", 503)]
    [InlineData("BadRequest", 400)]
    [InlineData("Conflict", 409)]
    [InlineData("TooLarge", 413)]
    [InlineData("Unauthorized", 401)]
    public void What_cannot_be_dispatched_is_500_and_the_rest_as_everywhere(string kind, int status) =>
        Assert.Equal(status, StatusOf(new Fault(Enum.Parse<FaultKind>(kind), "A sentence.")));

    [Fact]
    public void A_field_is_422_only_when_the_request_is_to_blame()
    {
        Assert.Equal(422, StatusOf(new Fault(FaultKind.BadRequest, "A sentence.") { Field = "file_id" }));
        Assert.Equal(500, StatusOf(new Fault(FaultKind.Unavailable, "A sentence.") { Field = "callback_url" }));
    }

    private static int? StatusOf(Fault fault) => Assert.IsType<IStatusCodeHttpResult>(MedVoiceJson.Refuse(fault), exactMatch: false).StatusCode;
}
