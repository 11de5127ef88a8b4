using System.Net;

namespace AsrService.Security;

/// <summary>Where the server is going to listen, read from the configuration as ASP.NET Core does.</summary>
internal static class ListeningAddresses
{
    private const string AnyHost = "*";

    /// <summary>The addresses, before anything is bound.</summary>
    public static IReadOnlyList<string> Of(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
            return endpoints;
        if (Split(configuration[WebHostDefaults.ServerUrlsKey]) is { Count: > 0 } urls)
            return urls;
        return
        [
            .. Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://{AnyHost}:{port}"),
            .. Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://{AnyHost}:{port}"),
        ];
    }

    /// <summary>Whether only this machine reaches an address. A name that is not <c>localhost</c> binds to every address of the machine.</summary>
    public static bool IsLoopback(string address)
    {
        var binding = BindingAddress.Parse(address);
        return binding.IsUnixPipe || binding.IsNamedPipe || IsLoopbackHost(binding.Host);
    }

    private static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static List<string> Split(string? value) => [.. (value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
