namespace Netra.Agents;

/// <summary>A live channel to one client, as the host has authenticated it. The only source of identity for what comes in on it.</summary>
/// <remarks>
/// Make a new one for each physical connection, also when a client comes back under an old id: the object, not the id, is the connection.
/// Immutable; safe for concurrent use as far as its sink is.
/// </remarks>
public sealed class AgentConnection
{
    /// <summary>Describes a connection.</summary>
    /// <param name="id">Its name, for traces. It is no secret and gives no right.</param>
    /// <param name="owner">Who was authenticated on it.</param>
    /// <param name="events">Writes an event to this one client. Called for one event at a time; a failure means that the connection is lost.</param>
    /// <param name="grants">What runs of this connection may do; nothing by default.</param>
    /// <exception cref="ArgumentException">The id or the owner is missing.</exception>
    public AgentConnection(ConnectionId id, Owner owner, IAgentEventSink events, Grants? grants = null)
    {
        if (id.IsDefault)
        {
            throw new ArgumentException("The connection is missing: this ConnectionId is a default value.", nameof(id));
        }

        owner.Check(nameof(owner));
        ArgumentNullException.ThrowIfNull(events);
        (Id, Owner, Events, Grants) = (id, owner, events, grants ?? Grants.None);
    }

    /// <summary>Its name.</summary>
    public ConnectionId Id { get; }

    /// <summary>Who was authenticated on it.</summary>
    public Owner Owner { get; }

    /// <summary>Writes an event to the client.</summary>
    public IAgentEventSink Events { get; }

    /// <summary>What its runs may do.</summary>
    public Grants Grants { get; }

    /// <summary>The id only.</summary>
    public override string ToString() => $"connection {Id}";
}
