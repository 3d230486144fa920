using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Netra.Agents.Diagnostics;

/// <summary>The instruments. Tags are agent, tool and sink names, outcomes and codes: all from closed sets, none of a user.</summary>
internal sealed class AgentMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly UpDownCounter<long> _liveRuns;
    private readonly UpDownCounter<long> _waitingRuns;
    private readonly Counter<long> _executions;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _toolCalls;
    private readonly Counter<long> _toolRefusals;
    private readonly Counter<long> _fenced;
    private readonly Counter<long> _late;
    private readonly Counter<long> _starved;
    private readonly Counter<long> _merged;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _undelivered;
    private readonly Counter<long> _auditFailures;
    private readonly Counter<long> _overBudget;

    public AgentMetrics(IMeterFactory? factory)
    {
        _meter = factory?.Create(NetraAgentsDiagnostics.MeterName) ?? new Meter(NetraAgentsDiagnostics.MeterName);
        _liveRuns = _meter.CreateUpDownCounter<long>("netra.agents.runs.live", "{run}", "Runs that have begun and not ended.");
        _waitingRuns = _meter.CreateUpDownCounter<long>("netra.agents.runs.waiting", "{run}", "Runs that wait for their turn or for a slot.");
        _executions = _meter.CreateCounter<long>("netra.agents.executions", "{execution}", "Executions that ended, by agent and outcome.");
        _duration = _meter.CreateHistogram<double>("netra.agents.execution.duration", "s", "How long executions took, by agent and outcome.");
        _rejected = _meter.CreateCounter<long>("netra.agents.rejected", "{execution}", "Executions that were not begun, by agent and code.");
        _toolCalls = _meter.CreateCounter<long>("netra.agents.tool_calls", "{call}", "Tool calls that ended, by tool and error.");
        _toolRefusals = _meter.CreateCounter<long>("netra.agents.tool_refusals", "{call}", "Tool calls that didn't reach a tool, by code.");
        _fenced = _meter.CreateCounter<long>("netra.agents.fenced_effects", "{effect}", "Effects refused because their execution had ended.");
        _late = _meter.CreateCounter<long>("netra.agents.late_results", "{result}", "Results discarded because their execution or call had ended.");
        _starved = _meter.CreateCounter<long>("netra.agents.watchdog.starved", "{tick}", "Ticks so late that nobody was judged for being quiet.");
        _merged = _meter.CreateCounter<long>("netra.agents.events.merged", "{event}", "Text events merged into another.");
        _dropped = _meter.CreateCounter<long>("netra.agents.events.dropped", "{event}", "Passing events that fell out of retention.");
        _undelivered = _meter.CreateCounter<long>("netra.agents.events.undelivered", "{event}", "Events that a sink did not take, by sink.");
        _overBudget = _meter.CreateCounter<long>("netra.agents.budget.refused", "{reservation}", "Reservations that did not fit, by scope and kind.");
        _auditFailures = _meter.CreateCounter<long>("netra.agents.audit.failures", "{record}", "What the audit trail could not take, by what it was.");
    }

    public void Dispose() => _meter.Dispose();

    internal void LiveRuns(int change)
    {
        if (_liveRuns.Enabled)
        {
            Change(_liveRuns, change);
        }
    }

    internal void WaitingRuns(int change)
    {
        if (_waitingRuns.Enabled)
        {
            Change(_waitingRuns, change);
        }
    }

    internal void Execution(string agent, string outcome, TimeSpan duration)
    {
        if (_executions.Enabled)
        {
            Add(_executions, 1, new("gen_ai.agent.name", agent), new("outcome", outcome));
        }

        if (_duration.Enabled)
        {
            Record(_duration, duration.TotalSeconds, new("gen_ai.agent.name", agent), new("outcome", outcome));
        }
    }

    internal void Rejected(string agent, string code) => Add(_rejected, 1, new("gen_ai.agent.name", agent), new("error.type", code));

    internal void ToolCall(string tool, string? errorCode)
    {
        if (_toolCalls.Enabled)
        {
            Add(_toolCalls, 1, new("gen_ai.tool.name", tool), new("error.type", errorCode is null ? "none" : Known(errorCode)));
        }
    }

    internal void ToolRefused(string code) => Add(_toolRefusals, 1, new KeyValuePair<string, object?>("error.type", Known(code)));

    internal void FencedEffect(string effect) => Add(_fenced, 1, new KeyValuePair<string, object?>("effect", effect));

    internal void LateResult() => Add(_late, 1);

    internal void Starved() => Add(_starved, 1);

    internal void EventsMerged(long events) => Add(_merged, events);

    internal void EventsDropped(long events) => Add(_dropped, events);

    internal void EventUndelivered(string sink) => Add(_undelivered, 1, new KeyValuePair<string, object?>("sink", sink));

    internal void BudgetRefused(string scope, string kind) => Add(_overBudget, 1, new("scope", scope), new("kind", kind));

    internal void AuditFailed(string what) => Add(_auditFailures, 1, new KeyValuePair<string, object?>("what", what));

    /// <summary>A tool's own codes are the tool's business: they could be anything, and a metric's tags must stay few.</summary>
    private static string Known(string code) => AgentErrorCodeSet.Contains(code) ? code : "other";

    private static void Add(Counter<long> counter, long value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (counter.Enabled)
        {
            AddTagged(counter, value, tags.ToArray());
        }
    }

    // Apart from their callers, so that a closure is only made where somebody listens.
    private static void AddTagged(Counter<long> counter, long value, KeyValuePair<string, object?>[] tags) => Guard(() => counter.Add(value, tags));

    private static void Record(Histogram<double> histogram, double value, params KeyValuePair<string, object?>[] tags) => Guard(() => histogram.Record(value, tags));

    private static void Change(UpDownCounter<long> counter, long value) => Guard(() => counter.Add(value));

    /// <summary>A listener that throws is the listener's fault, and must not end anybody's run.</summary>
    private static void Guard(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception e)
        {
            Trace.TraceError($"Netra.Agents: a listener of metrics threw {e.GetType()}.");
        }
    }
}
