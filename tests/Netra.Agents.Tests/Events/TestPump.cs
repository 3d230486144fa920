using Netra.Agents.Events;

namespace Netra.Agents.Tests.Events;

/// <summary>A pump on a clock that stands still.</summary>
internal sealed class TestPump : IAsyncDisposable
{
    private TestPump(EventSinkOptions options, Func<AgentEvent, CancellationToken, ValueTask> send)
    {
        Assert.Empty(options.Faults());
        Pump = new SinkPump(new DelegateSink(send), options, Clock, Counters, TaskScheduler.Default);
    }

    internal TimerWatch Clock { get; } = new();
    internal CountedEvents Counters { get; } = new();
    internal SinkPump Pump { get; }

    internal static TestPump Start(EventSinkOptions options, Func<AgentEvent, CancellationToken, ValueTask> send) => new(options, send);

    internal static TestPump Start(Func<AgentEvent, CancellationToken, ValueTask> send) => new(new EventSinkOptions(), send);

    /// <summary>Waits for what is still to be sent, unless the test has disposed the pump.</summary>
    public async ValueTask DisposeAsync() => await Pump.DisposeAsync().Soon();
}
