using System.Net;
using System.Net.Sockets;
using AsrService.Outgoing;

namespace AsrService.Tests.Outgoing;

public sealed class OutgoingGuardTests
{
    private const string Fine = "";
    private const string Inside = "is not on the public Internet.";
    private const string Scheme = "Only URLs that begin with http:// or https://";
    private const string Login = "cannot contain a name or password";
    private const string Characters = "control characters or backslashes";
    private const string Relative = "must be absolute";
    private const string Port = "cannot be called, only 80, 443.";

    /// <summary>A URL, and what must be said of it although no name may be resolved.</summary>
    public static TheoryData<string, string> Urls => new()
    {
        { "http://93.184.216.34/a.mp3", Fine },
        { "https://93.184.216.34/a.mp3?x=http://127.0.0.1/", Fine },
        { "https://93.184.216.34:80/", Fine },
        { "http://[2606:2800:220:1:248:1893:25c8:1946]/", Fine },
        { "http://[::ffff:93.184.216.34]/", Fine },
        { "http://[64:ff9b::5db8:d822]/", Fine },
        { "http://[2002:5db8:d822::1]/", Fine },
        { "HTTPS://93.184.216.34/", Fine },
        { "http://1572395042/", Fine },

        { "http://127.0.0.1/", Inside },
        { "http://127.0.0.1:8080/", Inside },
        { "http://127.255.255.254/", Inside },
        { "http://127.1/", Inside },
        { "http://127.0.1/", Inside },
        { "http://2130706433/", Inside },
        { "http://0x7f000001/", Inside },
        { "http://0x7F.0x0.0x0.0x1/", Inside },
        { "http://0177.0.0.1/", Inside },
        { "http://017700000001/", Inside },
        { "http://0x7f.1/", Inside },
        { "http://0300.0250.0.1/", Inside },
        { "http://3232235777/", Inside },
        { "http://%31%32%37.0.0.1/", Relative },
        { "http://①②⑦.⓪.⓪.①/", Inside },
        { "http://127。0。0。1/", Inside },
        { "http://0/", Inside },
        { "http://0.0.0.0/", Inside },
        { "http://10.1.2.3/", Inside },
        { "http://172.16.0.1/", Inside },
        { "http://172.31.255.255/", Inside },
        { "http://192.168.1.1/", Inside },
        { "http://100.64.0.1/", Inside },
        { "http://100.100.100.200/latest/meta-data", Inside },
        { "http://169.254.169.254/latest/meta-data", Inside },
        { "http://0xa9fea9fe/", Inside },
        { "http://2852039166/", Inside },
        { "http://168.63.129.16/", Inside },
        { "http://192.0.0.192/opc/v2", Inside },
        { "http://198.18.0.1/", Inside },
        { "http://192.0.2.1/", Inside },
        { "http://224.0.0.1/", Inside },
        { "http://255.255.255.255/", Inside },
        { "http://[::1]/", Inside },
        { "http://[::]/", Inside },
        { "http://[0:0:0:0:0:0:0:1]/", Inside },
        { "http://[::ffff:127.0.0.1]/", Inside },
        { "http://[::ffff:7f00:1]/", Inside },
        { "http://[::ffff:a9fe:a9fe]/", Inside },
        { "http://[::127.0.0.1]/", Inside },
        { "http://[64:ff9b::10.0.0.1]/", Inside },
        { "http://[64:ff9b:1::93.184.216.34]/", Inside },
        { "http://[2002:7f00:1::]/", Inside },
        { "http://[2002:c0a8:101::1]/", Inside },
        { "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", Inside },
        { "http://[fd00:ec2::254]/", Inside },
        { "http://[fe80::1]/", Inside },
        { "http://[fe80::1%25eth0]/", Inside },
        { "http://[fec0::1]/", Inside },
        { "http://[ff02::1]/", Inside },
        { "http://[2001:db8::1]/", Inside },
        { "http://[4000::1]/", Inside },

        { "ftp://93.184.216.34/a.mp3", Scheme },
        { "file:///etc/passwd", Scheme },
        { "gopher://93.184.216.34/", Scheme },
        { "data:audio/wav;base64,UklGRg==", Scheme },
        { "ws://93.184.216.34/", Scheme },
        { "/etc/passwd", "URL" },
        { "//93.184.216.34/a.mp3", "URL" },
        { "a.mp3", Relative },
        { "", Relative },
        { "http://", Relative },
        { "http:///a.mp3", Relative },
        { "http://user:secret@93.184.216.34/", Login },
        { "http://93.184.216.34@127.0.0.1/", Login },
        { "http://93.184.216.34%40127.0.0.1/", Relative },
        { "http://93.184.216.34:80@127.0.0.1:22/", Login },
        { "http://127.0.0.1#@93.184.216.34/", Inside },
        { "http://93.184.216.34#@127.0.0.1/", Fine },
        { "http://127.0.0.1?@93.184.216.34/", Inside },
        { @"http://93.184.216.34\@127.0.0.1/", Characters },
        { @"http:\\127.0.0.1\", Characters },
        { "http://93.184.216.34/\r\nHost: inside", Characters },
        { "http://127.0.0.1\t/", Characters },
        { "http://93.184.216.34/\0", Characters },
        { "http://93.184.216.34:22/", Port },
        { "http://93.184.216.34:8080/", Port },
        { "http://93.184.216.34:0/", Port },
        { "http://example.org:6379/", Port },
        { "http://example.org:65536/", Relative },
    };

    /// <summary>What a name resolves to, and what must be said of it.</summary>
    public static TheoryData<string, string> Answers => new()
    {
        { "93.184.216.34", Fine },
        { "93.184.216.34, 2606:2800:220:1:248:1893:25c8:1946", Fine },
        { "::ffff:93.184.216.34", Fine },
        { "", "has no address" },
        { "127.0.0.1", Inside },
        { "::1", Inside },
        { "169.254.169.254", Inside },
        { "93.184.216.34, 127.0.0.1", Inside },
        { "10.0.0.1, 93.184.216.34", Inside },
        { "93.184.216.34, ::ffff:10.0.0.1", Inside },
        { "2606:2800:220:1:248:1893:25c8:1946, fd00::1", Inside },
        { "93.184.216.34, 64:ff9b::a00:1", Inside },
        { "93.184.216.34, 2002:a00:1::", Inside },
        { "93.184.216.34, 93.184.216.35, 93.184.216.36, 0.0.0.0", Inside },
    };

    [Theory]
    [MemberData(nameof(Urls))]
    public void A_URL_is_judged_by_itself(string url, string expected)
    {
        var guard = new OutgoingGuard(new OutgoingOptions(), (_, _) => throw new InvalidOperationException("asked"));

        Judge(expected, guard.Refusal(url, out _));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_name_is_judged_by_all_its_addresses(string answers, string expected)
    {
        var guard = new OutgoingGuard(new OutgoingOptions(), Answer(answers));

        var refusal = await guard.CheckAsync(new Uri("https://audio.example.org/a.mp3"), TestContext.Current.CancellationToken);

        Judge(expected, refusal);
        Assert.All(Parse(answers), address => Assert.DoesNotContain(address.ToString(), refusal ?? ""));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/", "127.0.0.0/8", Fine)]
    [InlineData("http://[::ffff:127.0.0.1]:5000/", "127.0.0.0/8", Fine)]
    [InlineData("http://[fd00::1]:5000/", "10.0.0.0/8, fd00::/8", Fine)]
    [InlineData("http://169.254.169.254/", "127.0.0.0/8", Inside)]
    [InlineData("http://[64:ff9b::127.0.0.1]/", "127.0.0.0/8", Inside)]
    [InlineData("http://[2002:7f00:1::]/", "127.0.0.0/8", Inside)]
    [InlineData("http://93.184.216.34:5000/", "127.0.0.0/8", Port)]
    [InlineData("http://inside.example.org:5000/", "10.0.0.0/8", Fine)]
    [InlineData("http://user@127.0.0.1/", "127.0.0.0/8", Login)]
    public void An_allowed_network_may_be_called_at_any_port(string url, string networks, string expected)
    {
        var guard = new OutgoingGuard(new OutgoingOptions { AllowedNetworks = networks }, Answer(""));

        Judge(expected, guard.Refusal(url, out _));
    }

    [Theory]
    [InlineData("10.0.0.1", Fine)]
    [InlineData("10.0.0.1, 10.0.0.2", Fine)]
    [InlineData("10.0.0.1, 192.168.0.1", Inside)]
    [InlineData("10.0.0.1, 93.184.216.34", Port)]
    [InlineData("93.184.216.34", Port)]
    public async Task A_name_may_use_any_port_when_all_its_addresses_are_allowed(string answers, string expected)
    {
        var guard = new OutgoingGuard(new OutgoingOptions { AllowedNetworks = "10.0.0.0/8" }, Answer(answers));

        Judge(expected, await guard.CheckAsync(new Uri("http://audio.example.org:5000/"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_URL_has_at_most_2048_characters()
    {
        var guard = new OutgoingGuard(new OutgoingOptions(), Answer(""));

        Assert.Null(guard.Refusal("http://example.org/".PadRight(2048, 'a'), out _));
        Assert.NotNull(guard.Refusal("http://example.org/".PadRight(2049, 'a'), out _));
    }

    [Fact]
    public async Task A_name_that_cannot_be_resolved_now_is_not_refused()
    {
        var guard = new OutgoingGuard(new OutgoingOptions(), (_, _) => throw new SocketException((int)SocketError.TryAgain));

        Assert.Null(await guard.CheckAsync(new Uri("http://audio.example.org/"), TestContext.Current.CancellationToken));
    }

    private static void Judge(string expected, string? refusal)
    {
        if (expected == Fine)
            Assert.Null(refusal);
        else
            Assert.Contains(expected, refusal);
    }

    private static NameResolver Answer(string answers) => (_, _) => Task.FromResult(Parse(answers));

    private static IPAddress[] Parse(string answers) =>
        [.. answers.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];
}
