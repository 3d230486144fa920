namespace Netra.Agents.AspNetCore;

/// <summary>The sink of a request that follows no run.</summary>
internal sealed class Unfollowed : IAgentEventSink
{
    internal static Unfollowed Instance { get; } = new();

    public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken) => default;
}
