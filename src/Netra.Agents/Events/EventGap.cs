using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>Tells a reader which events it can't get any more because they fell out of retention. Only made for that reader; never silent.</summary>
[JsonConverter(typeof(AgentEventJsonConverter))]
public sealed record EventGap : AgentEvent
{
    private readonly long _first;

    internal EventGap(ExecutionClaim claim, long first) : base(claim) => _first = first;

    /// <inheritdoc/>
    public override long FirstSequence => _first;

    /// <summary>How many events are missing.</summary>
    public long Missing => Sequence - _first + 1;

    /// <inheritdoc/>
    public override string WireName => "events_gap";
}
