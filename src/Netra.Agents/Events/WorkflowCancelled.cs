using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>The workflow was cancelled.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record WorkflowCancelled : AgentTerminalEvent
{
    internal WorkflowCancelled(ExecutionClaim claim, TimeSpan duration, AgentError error) : base(claim, duration) => Error = error;

    /// <inheritdoc/>
    public override AgentError? Error { get; }

    /// <inheritdoc/>
    public override string WireName => "workflow_cancelled";
}
