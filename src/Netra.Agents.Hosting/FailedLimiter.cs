using System.Threading.RateLimiting;

namespace Netra.Agents.Hosting;

/// <summary>Stands for a limiter that the host failed to make: it lets nothing pass, and is let go as soon as idle limiters are, so that making one is tried again.</summary>
/// <remarks>Without it the failure would be kept for the owner as long as the process lives.</remarks>
internal sealed class FailedLimiter(Exception cause) : RateLimiter
{
    public override TimeSpan? IdleDuration => TimeSpan.MaxValue;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw Failure();

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => throw Failure();

    private InvalidOperationException Failure() => new("The host could not make the limiter of an owner.", cause);
}
