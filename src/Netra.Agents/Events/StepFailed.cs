using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>A step of a workflow has failed; what follows is for its policy to say.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record StepFailed : AgentEvent
{
    internal StepFailed(StepStarted started, AgentError error) : base(started.Claim) => (Started, Error) = (started, error);

    /// <summary>The step, as its step_started named it.</summary>
    public string Step => Started.Step;

    /// <summary>Why.</summary>
    public AgentError Error { get; }

    /// <summary>From step_started to now.</summary>
    public TimeSpan Duration => Timestamp - Started.Timestamp;

    internal StepStarted Started { get; }

    /// <inheritdoc/>
    public override string WireName => "step_failed";
}
