using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A piece of an agent's answer as it is written. Under pressure adjacent pieces come merged into one, in order, nothing lost or doubled.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record AgentText : AgentEvent
{
    private readonly TextSpan? _merged;

    internal AgentText(ExecutionClaim claim, string text, TextSpan? merged = null) : base(claim) => (Text, _merged) = (text, merged);

    /// <summary>The piece.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override long FirstSequence => _merged?.First ?? Sequence;

    /// <inheritdoc/>
    public override string WireName => "agent_text";

    internal override bool IsPassing => true;

    internal TextSpan? Merged => _merged;
}
