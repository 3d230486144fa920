using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>An agent begins; the first event of its execution.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record AgentStarted : AgentEvent
{
    internal AgentStarted(ExecutionClaim claim) : base(claim) { }

    /// <inheritdoc/>
    public override string WireName => "agent_started";
}
