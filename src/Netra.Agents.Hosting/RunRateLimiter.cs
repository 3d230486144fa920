namespace Netra.Agents.Hosting;

internal sealed class RunRateLimiter(OwnerRateLimits limits) : IRunLimiter, IDisposable
{
    public AgentError? TryBegin(Owner owner, string agentName) => limits.TryTake(owner, "runs");

    public void Dispose() => limits.Dispose();
}
