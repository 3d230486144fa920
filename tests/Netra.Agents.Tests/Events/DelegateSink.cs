namespace Netra.Agents.Tests.Events;

internal sealed class DelegateSink(Func<AgentEvent, CancellationToken, ValueTask> send) : IAgentEventSink
{
    public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken) => send(agentEvent, cancellationToken);
}
