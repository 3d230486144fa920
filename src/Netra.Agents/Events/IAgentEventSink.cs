namespace Netra.Agents;

/// <summary>Where a host wants events delivered: its transport.</summary>
/// <remarks>
/// Called by a pump, never by a run: a slow, failing or hanging sink holds up no run. Events of one run come in order and one at a
/// time; events of different runs may come at once, so implementations must be safe for concurrent use. An exception makes the pump
/// try again (<see cref="EventSinkOptions"/>); after the last attempt the event is counted as undelivered. Route by
/// <see cref="AgentEvent.Owner"/>.
/// </remarks>
public interface IAgentEventSink
{
    /// <summary>Delivers one event.</summary>
    /// <param name="agentEvent">The event; immutable.</param>
    /// <param name="cancellationToken">Cancelled when the time for this delivery is over or the host shuts down.</param>
    ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken);
}
