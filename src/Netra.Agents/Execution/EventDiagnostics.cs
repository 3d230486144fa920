using Netra.Agents.Diagnostics;
using Netra.Agents.Events;

namespace Netra.Agents.Execution;

/// <summary>Lets the event room report without seeing the diagnostics room's listeners.</summary>
internal sealed class EventDiagnostics(AgentDiagnostics diagnostics) : EventCounters
{
    internal override void Merged(long events)
    {
        if (events > 0)
        {
            diagnostics.EventsMerged(events);
        }
    }

    internal override void Dropped(long events)
    {
        if (events > 0)
        {
            diagnostics.EventsDropped(events);
        }
    }

    internal override void Undelivered(string sink, AgentEvent item, int attempts, Exception? exception) =>
        diagnostics.EventUndelivered(sink, item.ToString(), attempts, exception);

    internal override void SinkOverflow(string sink, AgentEvent? last) => diagnostics.SinkOverflow(sink, last?.RunId);
}
