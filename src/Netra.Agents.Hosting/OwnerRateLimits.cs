using System.Threading.RateLimiting;

namespace Netra.Agents.Hosting;

/// <summary>A limiter for each owner. It is let go when it has been idle for a while, and made anew then.</summary>
internal sealed class OwnerRateLimits(Func<Owner, RateLimiter> make) : IDisposable
{
    private readonly PartitionedRateLimiter<Owner> _limits = PartitionedRateLimiter.Create<Owner, Owner>(owner => RateLimitPartition.Get(owner, owner => Make(owner, make)));

    /// <summary>Takes a permit; why not, when there is none.</summary>
    internal AgentError? TryTake(Owner owner, string what)
    {
        using var lease = _limits.AttemptAcquire(owner);
        return lease.IsAcquired ? null : new AgentError(AgentErrorCodes.LimitReached, $"Too many {what} in a short time. Ask again later.")
        {
            RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : null,
        };
    }

    private static RateLimiter Make(Owner owner, Func<Owner, RateLimiter> make)
    {
        try
        {
            return make(owner);
        }
        catch (Exception e)
        {
            return new FailedLimiter(e);
        }
    }

    public void Dispose() => _limits.Dispose();
}
