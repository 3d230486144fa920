using System.Threading.Channels;

namespace Netra.Agents;

/// <summary>A sink that a host reads as a channel. When it is full the pump waits, and the runs go on.</summary>
public sealed class ChannelEventSink : IAgentEventSink
{
    private readonly Channel<AgentEvent> _channel;

    /// <summary>Makes a sink that holds up to <paramref name="capacity"/> events that were not read yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is less than 1.</exception>
    public ChannelEventSink(int capacity = 1_024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _channel = Channel.CreateBounded<AgentEvent>(capacity);
    }

    /// <summary>The events of all runs of all owners: route each by its <see cref="AgentEvent.Owner"/>.</summary>
    public ChannelReader<AgentEvent> Reader => _channel.Reader;

    /// <inheritdoc/>
    public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken) => _channel.Writer.WriteAsync(agentEvent, cancellationToken);
}
