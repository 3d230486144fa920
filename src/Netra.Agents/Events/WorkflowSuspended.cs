using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>Only an answer from outside can take the workflow on. The last event of this attempt; resuming the run goes on with the next sequence.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record WorkflowSuspended : AgentTerminalEvent
{
    internal WorkflowSuspended(ExecutionClaim claim, TimeSpan duration, IReadOnlyList<WorkflowWait> waits) : base(claim, duration) => Waits = waits;

    /// <summary>What it waits for.</summary>
    public IReadOnlyList<WorkflowWait> Waits { get; }

    /// <inheritdoc/>
    public override AgentError? Error => null;

    /// <inheritdoc/>
    public override string WireName => "workflow_suspended";
}
