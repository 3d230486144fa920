using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>The agent failed, or was denied or rejected: the error's code says which.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record AgentFailed : AgentTerminalEvent
{
    internal AgentFailed(ExecutionClaim claim, TimeSpan duration, AgentError error) : base(claim, duration) => Error = error;

    /// <inheritdoc/>
    public override AgentError? Error { get; }

    /// <inheritdoc/>
    public override string WireName => "agent_failed";
}
