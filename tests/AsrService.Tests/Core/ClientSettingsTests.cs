using AsrService.Core.Clients;
using AsrService.Core.Jobs;

namespace AsrService.Tests.Core;

public sealed class ClientSettingsTests
{
    private static readonly ClientSettings Sound = new() { Name = "clinic" };

    public static TheoryData<string, bool> Names => new()
    {
        { "a", true },
        { new string('a', 100), true },
        { new string('a', 101), false },
        { "", false },
        { " ", false },
        { "two\nlines", false },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_can_be_read_in_a_line(string name, bool isSound) => Assert.Equal(isSound, (Sound with { Name = name }).Fault() is null);

    [Theory]
    [InlineData(1, 1, 1, 4_000, 1, null)]
    [InlineData(int.MaxValue, 100_000, int.MaxValue, 192_000, 8, null)]
    [InlineData(null, null, null, null, null, null)]
    [InlineData(0, null, null, null, null, "The quota is at least 1 minute a day.")]
    [InlineData(null, 0, null, null, null, "The rate is 1 to 100,000 requests a second.")]
    [InlineData(null, 100_001, null, null, null, "The rate is 1 to 100,000 requests a second.")]
    [InlineData(null, null, 0, null, null, "At least 1 job must be allowed to wait.")]
    [InlineData(null, null, null, 3_999, null, "The sample rate is 4,000 to 192,000 hertz.")]
    [InlineData(null, null, null, 192_001, null, "The sample rate is 4,000 to 192,000 hertz.")]
    [InlineData(null, null, null, null, 0, "Audio without a header has 1 to 8 channels.")]
    [InlineData(null, null, null, null, 9, "Audio without a header has 1 to 8 channels.")]
    public void Numbers_have_bounds(int? quota, int? rate, int? queued, int? sampleRate, int? channels, string? fault) => Assert.Equal(
        fault,
        (Sound with { QuotaMinutes = quota, RequestsPerSecond = rate, MaxQueued = queued, SampleRate = sampleRate, Channels = channels }).Fault());

    [Fact]
    public void Only_protocols_that_there_are_can_be_allowed()
    {
        Assert.Null((Sound with { Protocols = [Protocols.Native] }).Fault());
        Assert.Equal("A client needs at least one protocol.", (Sound with { Protocols = [] }).Fault());
        Assert.StartsWith("There is no protocol fax. Known ones: ", (Sound with { Protocols = [Protocols.Native, "fax"] }).Fault(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("auto", true)]
    [InlineData("yue", true)]
    [InlineData("xx", false)]
    [InlineData("", false)]
    public void A_language_is_one_that_Whisper_knows(string? language, bool isSound) => Assert.Equal(isSound, (Sound with { Language = language }).Fault() is null);
}
