namespace Netra.Agents.LoadTests;

/// <summary>The time that the library adds, and the floors beside it.</summary>
internal sealed class Latencies
{
    internal Latency First { get; } = new("to first event");

    internal Latency Event { get; } = new("per text event");

    internal Latency Terminal { get; } = new("to terminal event");

    internal Latency SignalFloor { get; } = new("floor: signal hop");

    internal Latency ChannelFloor { get; } = new("floor: channel hop");

    internal IEnumerable<Latency> All => [First, Event, Terminal, SignalFloor, ChannelFloor];
}
