using System.Threading.RateLimiting;
using AsrService.Wire;

namespace AsrService.Security;

/// <summary>Requests a second: those of a client as its row says, those of nobody in particular by address. Each node counts for itself.</summary>
internal static class RateLimits
{
    public static void AddRateLimits(this IServiceCollection services, Access access, AuthOptions auth) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => PartitionOf(context, access, auth));
        limiter.OnRejected = (rejected, _) => new ValueTask(Faults.WriteAsync(
            rejected.HttpContext,
            new Fault(
                FaultKind.RateLimited,
                "Too many requests; please slow down.",
                rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1))));
    });

    private static RateLimitPartition<string> PartitionOf(HttpContext context, Access access, AuthOptions auth)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<WireProtocol>() is null)
            return RateLimitPartition.GetNoLimiter("");

        if (Caller.Of(context).Client is { } client)
            return client.Settings.RequestsPerSecond is { } rate ? Bucket($"{client.Id} {rate}", rate) : RateLimitPartition.GetNoLimiter("");

        return access.IsLocal || auth.AnonymousRequestsPerSecond == 0
            ? RateLimitPartition.GetNoLimiter("")
            : Bucket(FailedCredentials.SourceOf(context).ToString(), auth.AnonymousRequestsPerSecond);
    }

    private static RateLimitPartition<string> Bucket(string key, int perSecond) => RateLimitPartition.GetTokenBucketLimiter(
        key, _ => new TokenBucketRateLimiterOptions { TokenLimit = perSecond, TokensPerPeriod = perSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) });
}
