using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A step of a workflow begins.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record StepStarted : AgentEvent
{
    internal StepStarted(ExecutionClaim claim, string step, StepKind kind) : base(claim) => (Step, Kind) = (step, kind);

    /// <summary>The step, with its place in loops and lists.</summary>
    public string Step { get; }

    /// <summary>What kind of step it is.</summary>
    public StepKind Kind { get; }

    /// <inheritdoc/>
    public override string WireName => "step_started";
}
