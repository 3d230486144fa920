namespace Netra.Agents;

/// <summary>A sink for tests and samples that keeps the newest events in memory. Safe for concurrent use.</summary>
public sealed class RecordingEventSink : IAgentEventSink
{
    private readonly Lock _gate = new();
    private readonly Queue<AgentEvent> _events = new();
    private readonly int _capacity;
    private long _forgotten;

    /// <summary>Makes a recorder that keeps the newest <paramref name="capacity"/> events.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is less than 1.</exception>
    public RecordingEventSink(int capacity = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>How many events were let go to make room.</summary>
    public long Forgotten
    {
        get
        {
            lock (_gate)
            {
                return _forgotten;
            }
        }
    }

    /// <summary>The events of one owner, oldest first. There is no way to ask for everybody's.</summary>
    public IReadOnlyList<AgentEvent> EventsOf(Owner owner)
    {
        owner.Check(nameof(owner));
        lock (_gate)
        {
            return [.. _events.Where(item => item.Owner == owner)];
        }
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(agentEvent);
        lock (_gate)
        {
            _events.Enqueue(agentEvent);
            if (_events.Count > _capacity)
            {
                _events.Dequeue();
                _forgotten++;
            }
        }

        return ValueTask.CompletedTask;
    }
}
