namespace Netra.Agents.Events;

/// <summary>Where the log and the pumps report what they merged or could not keep; the diagnostics room listens.</summary>
internal abstract class EventCounters
{
    internal abstract void Merged(long events);

    internal abstract void Dropped(long events);

    internal abstract void Undelivered(string sink, AgentEvent item, int attempts, Exception? exception);

    internal abstract void SinkOverflow(string sink, AgentEvent? last);
}
