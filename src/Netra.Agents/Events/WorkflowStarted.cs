using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A workflow begins, or goes on in another attempt; the first event of its execution.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record WorkflowStarted : AgentEvent
{
    internal WorkflowStarted(ExecutionClaim claim) : base(claim) { }

    /// <summary>Which attempt at the run this is, from 1: each resume makes one more.</summary>
    public long Attempt => Claim.Epoch;

    /// <inheritdoc/>
    public override string WireName => "workflow_started";
}
