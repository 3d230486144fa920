using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>The workflow made no progress and is taken for dead.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record WorkflowDied : AgentTerminalEvent
{
    internal WorkflowDied(ExecutionClaim claim, TimeSpan duration, AgentError error) : base(claim, duration) => Error = error;

    /// <inheritdoc/>
    public override AgentError? Error { get; }

    /// <inheritdoc/>
    public override string WireName => "workflow_died";
}
