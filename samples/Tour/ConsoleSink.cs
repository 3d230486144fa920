using Netra.Agents;

namespace Tour;

/// <summary>Stands for a socket.</summary>
internal sealed class ConsoleSink(string name) : IAgentEventSink
{
    public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{name}: {agentEvent.Sequence} {agentEvent.WireName}");
        return ValueTask.CompletedTask;
    }
}
