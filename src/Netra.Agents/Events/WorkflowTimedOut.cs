using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A deadline of the workflow passed.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record WorkflowTimedOut : AgentTerminalEvent
{
    internal WorkflowTimedOut(ExecutionClaim claim, TimeSpan duration, AgentError error) : base(claim, duration) => Error = error;

    /// <inheritdoc/>
    public override AgentError? Error { get; }

    /// <inheritdoc/>
    public override string WireName => "workflow_timed_out";
}
