using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using AsrService.Core.Telemetry;
using AsrService.Wire;

namespace AsrService.Security;

/// <summary>Counts wrong credentials by address, and slows those who send many: ten at once, then one a second, then none.</summary>
internal sealed class FailedCredentials(ILogger<FailedCredentials> log, AsrMetrics metrics) : IDisposable
{
    // Who waits holds a connection, so not too many may.
    private const int MaxWaiting = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PartitionedRateLimiter<IPAddress> limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 10,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = MaxWaiting,
        }));

    /// <summary>Notes a failure and waits as long as its address has to.</summary>
    /// <returns>Null, or what to answer instead when the address has sent too many to wait.</returns>
    public Task<Fault?> DelayAsync(HttpContext context)
    {
        Note(context);
        return WaitAsync(context);
    }

    /// <summary>Notes a failure.</summary>
    public void Note(HttpContext context)
    {
        metrics.AuthFailed();

        // Encoded: a path could hold a line that looks like one of the log.
        log.LogInformation("Wrong credentials from {Address} for {Path}", SourceOf(context), context.Request.Path.ToUriComponent());
    }

    /// <summary>
    /// Waits as long as an address has to. Before credentials are looked at, this limits how many can be tried, however many
    /// come at once; the right ones then count as well.
    /// </summary>
    /// <returns>Null, or what to answer instead when the address has sent too many to wait.</returns>
    public async Task<Fault?> WaitAsync(HttpContext context)
    {
        using var lease = await limiter.AcquireAsync(SourceOf(context), cancellationToken: context.RequestAborted);
        return lease.IsAcquired ? null : new Fault(FaultKind.RateLimited, "Too many wrong credentials; please try again later.", Patience);
    }

    public void Dispose() => limiter.Dispose();

    /// <summary>Whom a request is counted for. Whoever has one address of IPv6 has all of its network of 64 bits.</summary>
    public static IPAddress SourceOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress([.. address.GetAddressBytes()[..8], 0, 0, 0, 0, 0, 0, 0, 0]) : address;
    }
}
