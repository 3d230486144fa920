using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>An agent says how far it is.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record AgentProgress : AgentEvent
{
    internal AgentProgress(ExecutionClaim claim, string? message, double? fraction) : base(claim) => (Message, Fraction) = (message, fraction);

    /// <summary>What it does just now, if it said.</summary>
    public string? Message { get; }

    /// <summary>How much is done, from 0 to 1, if it said.</summary>
    public double? Fraction { get; }

    /// <inheritdoc/>
    public override string WireName => "agent_progress";

    internal override bool IsPassing => true;
}
