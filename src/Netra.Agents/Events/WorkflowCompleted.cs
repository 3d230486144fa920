using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>The workflow has come to its end.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record WorkflowCompleted : AgentTerminalEvent
{
    private readonly AgentOutput _output;

    internal WorkflowCompleted(ExecutionClaim claim, TimeSpan duration, AgentOutput output) : base(claim, duration) => _output = output;

    /// <summary>What the last step gave.</summary>
    public ContextValue Output => _output.Value;

    /// <summary>True when a step's output was a fallback for what was asked.</summary>
    public bool IsDegraded => _output.IsDegraded;

    /// <inheritdoc/>
    public override AgentError? Error => null;

    /// <inheritdoc/>
    public override string WireName => "workflow_completed";
}
