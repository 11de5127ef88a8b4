using System.CommandLine.Parsing;
using AsrService.Hosting;

namespace AsrService.Commands;

/// <summary>Where commands look for the server.</summary>
internal static class ServerAddress
{
    /// <summary>The first of <c>ASPNETCORE_URLS</c> as seen from this machine, or the default address.</summary>
    public static Uri Default
    {
        get
        {
            var urls = Environment.GetEnvironmentVariable("ASPNETCORE_URLS");
            var first = string.IsNullOrWhiteSpace(urls) ? HostingExtensions.DefaultAddress : urls.Split(';')[0];

            // A server that listens on every address is reached at the loopback one.
            return new Uri(first.Replace("//+", "//127.0.0.1").Replace("//*", "//127.0.0.1").Replace("//0.0.0.0", "//127.0.0.1").Replace("//[::]", "//127.0.0.1"));
        }
    }

    /// <summary>Reads an address from the command line.</summary>
    public static Uri? Parse(ArgumentResult result)
    {
        var word = result.Tokens[0].Value;
        if (Uri.TryCreate(word, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https"))
            return address;

        result.AddError($"{word} is no address such as {HostingExtensions.DefaultAddress}.");
        return null;
    }
}
