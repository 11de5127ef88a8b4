using System.Globalization;
using System.Text;
using AsrService.Benchmarks.Running;
using AsrService.Core.Callbacks;

namespace AsrService.Tests.Callbacks;

/// <summary>What docs/callbacks.md tells receivers to do, taken from there and run.</summary>
public sealed class SignatureSamplesTests : IDisposable
{
    // Those of Standard Webhooks' own libraries.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Body = "{\"test\": 2432232314}";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const long Sent = 1614265330;

    private static readonly string OtherSignature = WebhookSignature.Of(["whsec_AAECAwQFBgcICQoLDA0ODw=="], Id, Sent, Encoding.UTF8.GetBytes(Body));

    private static readonly (string What, string Timestamp, string Signatures, string Body, long Now, bool IsGenuine)[] Cases =
    [
        ("genuine", $"{Sent}", Signature, Body, Sent, true),
        ("the old secret's signature behind the new one's", $"{Sent}", $"{OtherSignature} {Signature}", Body, Sent, true),
        ("late, but not too late", $"{Sent}", Signature, Body, Sent + 300, true),
        ("old", $"{Sent}", Signature, Body, Sent + 301, false),
        ("from the future", $"{Sent}", Signature, Body, Sent - 301, false),
        ("another secret's signature", $"{Sent}", OtherSignature, Body, Sent, false),
        ("another body", $"{Sent}", Signature, "{\"test\": 2432232315}", Sent, false),
        ("another time", $"{Sent + 1}", Signature, Body, Sent, false),
        ("no time", "now", Signature, Body, Sent, false),
        ("another version", $"{Sent}", Signature.Replace("v1,", "v2,", StringComparison.Ordinal), Body, Sent, false),
        ("no signature", $"{Sent}", "", Body, Sent, false),
    ];

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void The_server_signs_as_the_standard_does() => Assert.Equal(Signature, WebhookSignature.Of([Secret], Id, Sent, Encoding.UTF8.GetBytes(Body)));

    [Fact]
    public Task The_sample_in_CSharp_accepts_what_is_genuine_and_nothing_else()
    {
        // Not compiled to native code, for which a package would be fetched.
        const string Head = "#:property PublishAot=false\n";
        const string Tail = "foreach (var a in args.Chunk(6)) Console.WriteLine(IsGenuine(a[0], a[1], a[2], a[3], Encoding.UTF8.GetBytes(a[4]), long.Parse(a[5])));\n";
        var program = directory.Write("sample.cs", Head + Sample("csharp") + Tail);
        return CheckAsync("dotnet", "run", program, "--");
    }

    [Fact]
    public Task The_sample_in_Python_accepts_what_is_genuine_and_nothing_else()
    {
        const string Tail = "import sys\na = sys.argv[1:]\nwhile a: print(is_genuine(*a[:4], a[4].encode(), int(a[5]))); a = a[6:]\n";
        var directories = Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [];
        Assert.SkipUnless(directories.Any(path => File.Exists(Path.Combine(path, "python3"))), "There is no python3 here.");
        return CheckAsync("python3", directory.Write("sample.py", Sample("python") + Tail));
    }

    private static async Task CheckAsync(string program, params string[] arguments)
    {
        var cases = Cases.SelectMany(c => new[] { Secret, Id, c.Timestamp, c.Signatures, c.Body, c.Now.ToString(CultureInfo.InvariantCulture) });
        var run = await MeasuredProcess.RunAsync(program, [.. arguments, .. cases], TestContext.Current.CancellationToken);
        var said = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(Cases.Select(c => $"{c.What}: {c.IsGenuine}"), Cases.Zip(said, (c, answer) => $"{c.What}: {answer}"));
    }

    private static string Sample(string language) =>
        File.ReadAllText(Path.Combine(SetupFiles.Root, "docs", "callbacks.md")).Split($"```{language}\n")[1].Split("```")[0];
}
