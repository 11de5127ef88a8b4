using System.Net;

namespace AsrService.Outgoing;

/// <summary>Finds the addresses of a host.</summary>
internal delegate Task<IPAddress[]> NameResolver(string host, CancellationToken cancellationToken);
