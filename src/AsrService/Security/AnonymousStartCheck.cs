using AsrService.Core;
using AsrService.Data.Clients;

namespace AsrService.Security;

/// <summary>Refuses to start a server that others reach and that nobody may use, or everybody without anybody having said so.</summary>
internal sealed class AnonymousStartCheck(Access access, ClientStore clients, IConfiguration configuration) : IHostedService
{
    /// <summary>Looks at the addresses and the clients.</summary>
    /// <exception cref="StartUpException">There are no clients.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (access.IsOpen || await clients.AnyAsync(cancellationToken))
            return;

        var address = ListeningAddresses.Of(configuration).First(address => !ListeningAddresses.IsLoopback(address));
        throw new StartUpException(
            $"Others than this machine reach {address}, and there are no clients yet whom the server could tell from strangers. "
            + "Add one: ./asr clients add NAME. Or set Asr__Auth__AllowAnonymous=true to let everybody in, "
            + "or ASPNETCORE_URLS=http://127.0.0.1:8080 to listen on this machine only.");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
