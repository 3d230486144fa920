using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A deadline passed.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record AgentTimedOut : AgentTerminalEvent
{
    internal AgentTimedOut(ExecutionClaim claim, TimeSpan duration, AgentError error) : base(claim, duration) => Error = error;

    /// <inheritdoc/>
    public override AgentError? Error { get; }

    /// <inheritdoc/>
    public override string WireName => "agent_timed_out";
}
