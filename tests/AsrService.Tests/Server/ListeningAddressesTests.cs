using AsrService.Security;
using Microsoft.Extensions.Configuration;

namespace AsrService.Tests.Server;

public sealed class ListeningAddressesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://127.8.9.10:8080", true)]
    [InlineData("https://localhost", true)]
    [InlineData("http://[::1]:80", true)]
    [InlineData("http://unix:/run/asr.sock", true)]
    [InlineData("http://0.0.0.0:8080", false)]
    [InlineData("http://[::]:8080", false)]
    [InlineData("http://*:8080", false)]
    [InlineData("http://+:8080", false)]
    [InlineData("http://192.168.1.7:8080", false)]
    [InlineData("http://asr.example:8080", false)]
    [InlineData("http://localhost.example:8080", false)]
    public void Only_this_machine_reaches_the_loopback_address(string address, bool isLoopback) =>
        Assert.Equal(isLoopback, ListeningAddresses.IsLoopback(address));

    [Theory]
    [InlineData("http://127.0.0.1:1", "urls=http://127.0.0.1:1", "http_ports=8080")]
    [InlineData("http://a:1 http://b:2", "urls=http://a:1; http://b:2")]
    [InlineData("http://*:8080 http://*:8081 https://*:8443", "http_ports=8080;8081", "https_ports=8443")]
    [InlineData("http://*:5000", "urls=http://127.0.0.1:1", "Kestrel:Endpoints:Public:Url=http://*:5000")]
    public void Addresses_are_read_as_ASP_NET_Core_does(string expected, params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => (string?)pair[1])).Build();

        Assert.Equal(expected.Split(' '), ListeningAddresses.Of(configuration));
    }
}
