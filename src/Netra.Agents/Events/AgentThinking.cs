using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>An agent says what it is about to do, or a model's reasoning.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record AgentThinking : AgentEvent
{
    internal AgentThinking(ExecutionClaim claim, string text) : base(claim) => Text = text;

    /// <summary>What it thinks.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override string WireName => "agent_thinking";

    internal override bool IsPassing => true;
}
