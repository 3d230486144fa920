using System.Threading.RateLimiting;

namespace Netra.Agents.AspNetCore;

/// <summary>How often each owner may ask for something, on all their connections together.</summary>
internal sealed class MessageRates(int perSecond) : IDisposable
{
    private readonly PartitionedRateLimiter<Owner> _limiter = PartitionedRateLimiter.Create<Owner, Owner>(owner => RateLimitPartition.GetTokenBucketLimiter(owner, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = perSecond * 2,
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    }));

    /// <summary>Null when it may be asked.</summary>
    internal AgentError? Ask(Owner owner)
    {
        using var lease = _limiter.AttemptAcquire(owner);
        return lease.IsAcquired ? null : new AgentError(AgentErrorCodes.LimitReached, "Too many messages in too short a time.") { RetryAfter = TimeSpan.FromSeconds(1) };
    }

    public void Dispose() => _limiter.Dispose();
}
