using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>The workflow failed, or was denied: the error names the step and its code says why.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record WorkflowFailed : AgentTerminalEvent
{
    internal WorkflowFailed(ExecutionClaim claim, TimeSpan duration, AgentError error) : base(claim, duration) => Error = error;

    /// <inheritdoc/>
    public override AgentError? Error { get; }

    /// <inheritdoc/>
    public override string WireName => "workflow_failed";
}
