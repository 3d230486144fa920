using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A step waits for an answer from outside. Others of the workflow may go on.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record WorkflowWaiting : AgentEvent
{
    internal WorkflowWaiting(ExecutionClaim claim, WorkflowWait wait) : base(claim) => Wait = wait;

    /// <summary>What it waits for.</summary>
    public WorkflowWait Wait { get; }

    /// <inheritdoc/>
    public override string WireName => "workflow_waiting";
}
