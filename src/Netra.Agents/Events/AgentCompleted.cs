using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>The agent gave its output.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record AgentCompleted : AgentTerminalEvent
{
    private readonly AgentOutput _output;

    internal AgentCompleted(ExecutionClaim claim, TimeSpan duration, AgentOutput output) : base(claim, duration) => _output = output;

    /// <summary>What the agent gave.</summary>
    public ContextValue Output => _output.Value;

    /// <summary>True when this is a fallback for what was asked.</summary>
    public bool IsDegraded => _output.IsDegraded;

    /// <summary>What models used, if the agent said.</summary>
    public TokenUsage? Usage => _output.Usage;

    /// <inheritdoc/>
    public override AgentError? Error => null;

    /// <inheritdoc/>
    public override string WireName => "agent_completed";
}
