
namespace AsrService.IntegrationTests.Documents;

/// <summary>The commands that documents show are run, file by file and in order, as a user would run them.</summary>
public sealed class CommandsOfDocumentsTests
{
    // By their beginnings. DocumentTests looks whether the commands, options and files in them are there.
    private static readonly Dictionary<string, string> NotRun = new(StringComparer.Ordinal)
    {
        ["./asr test"] = "runs this test",
        ["cd src/AsrService.Data"] = "for the next one",
        ["EfTools=true"] = "writes a migration into the repository",
        ["cd tests/AsrService.Tests"] = "mutates for hours",
        ["./asr models pull"] = "fetches from a hub that is not reached here; ModelsCommandTests have one of their own",
        ["./asr models remove"] = "likewise: what it removes would be what others use",
        ["Asr__Whisper__Model=base.en-q8_0"] = "likewise",
        ["Asr__Storage__"] = "settings of a bucket that is not here; S3NodeTests has one",
    };

    // What has happened before, where a document begins in the middle.
    private static readonly Dictionary<string, string[]> Before = new(StringComparer.Ordinal)
    {
        ["docs/callbacks.md"] =
        [
            // The server itself is the receiver: a call that may be posted to it, and does nothing.
            "./asr clients add ward-7 --callback-url 'http://127.0.0.1:8080/api/jobs/cancel?state=cancelled'",
            "curl -H 'Authorization: Bearer SECRET' -F file=@recording.m4a http://127.0.0.1:8080/api/jobs",
            "curl -H 'Authorization: Bearer SECRET' -N http://127.0.0.1:8080/api/jobs/ID/events",
            "until curl -H 'Authorization: Bearer SECRET' http://127.0.0.1:8080/api/jobs/ID/deliveries | grep -q '\"delivered\"'; do :; done",
        ],
        ["docs/deepfinch.md"] = ["./asr clients add finch"],
        ["docs/operations.md"] = ["./asr migrate"],
    };

    public static TheoryData<string> Names => new(Document.Names.Where(name => Document.Read(name).Commands.Any()));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Commands_do_what_documents_say(string name)
    {
        await using var checkout = await Checkout.MakeAsync();

        foreach (var command in Before.GetValueOrDefault(name, []).Concat(Document.Read(name).Commands).Where(command => !IsNotRun(command)))
            await checkout.RunAsync(command);
    }

    [Fact]
    public void Nothing_is_left_out_that_is_not_shown() =>
        Assert.All(NotRun.Keys, beginning => Assert.Contains(Document.Names.SelectMany(name => Document.Read(name).Commands), command => command.StartsWith(beginning, StringComparison.Ordinal)));

    private static bool IsNotRun(string command) => NotRun.Keys.Any(beginning => command.StartsWith(beginning, StringComparison.Ordinal));
}
