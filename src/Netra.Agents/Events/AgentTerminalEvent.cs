using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>The last event of an execution; there is exactly one.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public abstract record AgentTerminalEvent : AgentEvent
{
    private readonly long _durationTicks;

    private protected AgentTerminalEvent(ExecutionClaim claim, TimeSpan duration) : base(claim) => _durationTicks = duration.Ticks;

    /// <summary>From the start of the execution to its end.</summary>
    public TimeSpan Duration => new(_durationTicks);

    /// <summary>Why it did not complete; null when it did.</summary>
    public abstract AgentError? Error { get; }

    /// <inheritdoc/>
    public override bool IsTerminal => true;
}
