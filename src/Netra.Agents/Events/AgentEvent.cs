using System.Text.Json.Serialization;
using Netra.Agents.Events;

namespace Netra.Agents;

/// <summary>Something that happened in a run. A closed family: switch over the types.</summary>
/// <remarks>
/// Immutable once published. Sequences of a run are gapless from 1; an event that stands for several (merged text, a gap) covers
/// <see cref="FirstSequence"/> to <see cref="Sequence"/>. <see cref="Owner"/> is for routing and isn't written to the wire.
/// </remarks>
[JsonConverter(typeof(AgentEventJsonConverter))]
public abstract record AgentEvent
{
    /// <summary>The version of the wire form.</summary>
    public const int CurrentSchemaVersion = 1;

    private readonly ExecutionClaim _claim;
    private long _utcTicks;

    private protected AgentEvent(ExecutionClaim claim) => _claim = claim;

    /// <summary>The stable name on the wire, such as <c>agent_text</c>.</summary>
    public abstract string WireName { get; }

    /// <summary>Names this event.</summary>
    public EventId EventId => new(RunId, Sequence);

    /// <summary>Whose run it is. A transport sends the event to this owner's connections and to no other.</summary>
    public Owner Owner => _claim.Owner;

    /// <summary>The conversation of the run.</summary>
    public ThreadId ThreadId => _claim.Run.ThreadId;

    /// <summary>The run.</summary>
    public RunId RunId => _claim.RunId;

    /// <summary>The execution that the event is about.</summary>
    public ExecutionId ExecutionId => _claim.ExecutionId;

    /// <summary>The execution that called it; null at the root.</summary>
    public ExecutionId? ParentExecutionId => _claim.ParentExecutionId;

    /// <summary>The agent that is executed.</summary>
    public string AgentName => _claim.AgentName;

    /// <summary>The id that the whole tree of the run shares.</summary>
    public string CorrelationId => _claim.Run.CorrelationId;

    /// <summary>When it happened (UTC).</summary>
    public DateTimeOffset Timestamp => new(_utcTicks, TimeSpan.Zero);

    /// <summary>The place in the run, from 1; of a merged event or a gap, the last that it covers.</summary>
    public long Sequence { get; private set; }

    /// <summary>The first place that the event covers; equal to <see cref="Sequence"/> but for merged text and gaps.</summary>
    public virtual long FirstSequence => Sequence;

    /// <summary>True for the last event of an execution.</summary>
    public virtual bool IsTerminal => false;

    /// <summary>True for the last event of the whole run.</summary>
    public bool EndsRun => IsTerminal && _claim.Parent is null;

    internal ExecutionClaim Claim => _claim;

    /// <summary>True for what may be merged or fall out of retention first: text, thinking and progress.</summary>
    internal virtual bool IsPassing => false;

    internal AgentEvent Stamp(long sequence, long utcTicks)
    {
        Sequence = sequence;
        _utcTicks = utcTicks;
        return this;
    }

    /// <summary>The name and place of the event, and nothing of what it carries.</summary>
    public sealed override string ToString() => $"{WireName} #{Sequence} of run {RunId}";
}
