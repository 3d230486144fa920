using Netra.Agents;

namespace SupportDesk.Tests.Library;

/// <summary>One client's end of a connection: keeps the frames as text, as they would go over the wire.</summary>
internal sealed class FrameSink : IAgentEventSink
{
    internal List<AgentEvent> Events { get; } = [];

    internal List<string> Frames { get; } = [];

    public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        Events.Add(agentEvent);
        Frames.Add(System.Text.Encoding.UTF8.GetString(AgentEventJson.Serialize(agentEvent)));
        return ValueTask.CompletedTask;
    }
}
