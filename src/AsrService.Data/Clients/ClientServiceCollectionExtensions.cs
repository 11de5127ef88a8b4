using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.Data.Clients;

/// <summary>Clients and the keys that encrypt their secrets.</summary>
internal static class ClientServiceCollectionExtensions
{
    public static void AddClients(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("asr");
        services.AddSingleton<DataProtectionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<DataProtectionKeys>((options, keys) => options.XmlRepository = keys);
        services.AddSingleton<ClientStore>();
    }
}
