namespace Netra.Agents.LoadTests;

/// <summary>The time that the library adds, and the floor beside it.</summary>
internal sealed class Latencies
{
    internal Latency First { get; } = new("to first event");

    internal Latency Event { get; } = new("per text event");

    internal Latency Terminal { get; } = new("to terminal event");

    internal Latency Floor { get; } = new("floor: channel hop");

    internal IEnumerable<Latency> All => [First, Event, Terminal, Floor];
}
