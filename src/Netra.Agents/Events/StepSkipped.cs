using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A step of a workflow is left out.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record StepSkipped : AgentEvent
{
    internal StepSkipped(ExecutionClaim claim, string step, string reason) : base(claim) => (Step, Reason) = (step, reason);

    /// <summary>The step, with its place in loops and lists.</summary>
    public string Step { get; }

    /// <summary>Why: <c>condition</c>, <c>failure</c> of an earlier step, or <c>jump</c> past it.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string WireName => "step_skipped";
}
