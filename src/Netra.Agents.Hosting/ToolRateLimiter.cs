namespace Netra.Agents.Hosting;

internal sealed class ToolRateLimiter(OwnerRateLimits limits) : IToolLimiter, IDisposable
{
    public AgentError? TryEnter(Owner owner, ToolDefinition tool) => limits.TryTake(owner, "tool calls");

    // A rate is used up when the call begins.
    public void Exit(Owner owner, ToolDefinition tool) { }

    public void Dispose() => limits.Dispose();
}
