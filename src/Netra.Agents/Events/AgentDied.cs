using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>The agent made no progress within its idle limit and is taken for dead.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record AgentDied : AgentTerminalEvent
{
    internal AgentDied(ExecutionClaim claim, TimeSpan duration, AgentError error) : base(claim, duration) => Error = error;

    /// <inheritdoc/>
    public override AgentError? Error { get; }

    /// <inheritdoc/>
    public override string WireName => "agent_died";
}
