using System.Text.Json;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>Events to and from their wire form: one JSON object, names in snake_case, the owner not in it.</summary>
public static class AgentEventJson
{
    /// <summary>Writes an event in UTF-8.</summary>
    public static byte[] Serialize(AgentEvent agentEvent)
    {
        ArgumentNullException.ThrowIfNull(agentEvent);
        return JsonSerializer.SerializeToUtf8Bytes(AgentEventMapping.ToWire(agentEvent), AgentEventWireContext.Default.AgentEventWire);
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <param name="utf8Json">One event.</param>
    /// <param name="owner">Whose event it is: the reader knows whom it is connected as; the wire doesn't say.</param>
    /// <exception cref="JsonException">It isn't an event of this version; unknown members are refused.</exception>
    public static AgentEvent Deserialize(ReadOnlySpan<byte> utf8Json, Owner owner)
    {
        owner.Check(nameof(owner));
        var wire = JsonSerializer.Deserialize(utf8Json, AgentEventWireContext.Default.AgentEventWire) ?? throw new JsonException("An event is a JSON object, not null.");
        return AgentEventMapping.FromWire(wire, owner);
    }
}
