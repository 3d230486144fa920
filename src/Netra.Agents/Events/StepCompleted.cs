using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A step of a workflow has given its output.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record StepCompleted : AgentEvent
{
    internal StepCompleted(StepStarted started, ContextValue output) : base(started.Claim) => (Started, Output) = (started, output);

    /// <summary>The step, as its step_started named it.</summary>
    public string Step => Started.Step;

    /// <summary>What it gave.</summary>
    public ContextValue Output { get; }

    /// <summary>From step_started to now.</summary>
    public TimeSpan Duration => Timestamp - Started.Timestamp;

    internal StepStarted Started { get; }

    /// <inheritdoc/>
    public override string WireName => "step_completed";
}
