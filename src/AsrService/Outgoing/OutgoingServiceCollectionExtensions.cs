using System.Net;
using AsrService.Core.Jobs;

namespace AsrService.Outgoing;

/// <summary>Calls to URLs of clients.</summary>
internal static class OutgoingServiceCollectionExtensions
{
    public static void AddAsrOutgoing(this IServiceCollection services, OutgoingOptions outgoing, DownloadOptions downloads)
    {
        services.AddSingleton(outgoing).AddSingleton(downloads);
        services.AddSingleton<NameResolver>(Dns.GetHostAddressesAsync);
        services.AddSingleton<OutgoingGuard>().AddSingleton<OutgoingHttp>().AddSingleton<AudioDownload>();
        services.AddSingleton<IAudioFetcher, AudioFetcher>();
    }
}
