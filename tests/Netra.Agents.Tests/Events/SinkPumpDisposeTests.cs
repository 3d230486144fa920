using System.Collections.Concurrent;

namespace Netra.Agents.Tests.Events;

public sealed class SinkPumpDisposeTests
{
    private readonly ConcurrentQueue<long> _received = new();

    [Fact]
    public async Task DisposeAsync_EventsStillToBeSent_AreSentFirst()
    {
        var (gate, entered) = (new TaskCompletionSource(), new TaskCompletionSource());
        var pump = TestPump.Start(async (item, _) =>
        {
            entered.TrySetResult();
            await gate.Task;
            _received.Enqueue(item.Sequence);
        });
        var log = new TestLog(pumps: pump.Pump);
        log.Start();
        await entered.Task.Soon();
        for (var i = 2; i <= 500; i++)
        {
            log.Tool();
        }

        var disposing = pump.Pump.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        gate.SetResult();

        await disposing.Soon();
        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), _received);
        Assert.Empty(pump.Counters.Lost);
    }

    [Fact]
    public async Task DisposeAsync_SinkHangs_EndsWithinItsTimeAndTellsTheSink()
    {
        var (token, entered) = (default(CancellationToken), new TaskCompletionSource());
        var pump = TestPump.Start(new EventSinkOptions { Concurrency = 1, DrainTimeout = TimeSpan.FromSeconds(3) }, async (_, given) =>
        {
            token = given;
            entered.SetResult();
            await new TaskCompletionSource().Task;
        });
        var unsent = new TestLog(pumps: pump.Pump).Start();
        await entered.Task.Soon();

        var disposing = pump.Pump.DisposeAsync().AsTask();
        await pump.Clock.StartedAsync(TimeSpan.FromSeconds(3));
        Assert.False(disposing.IsCompleted);
        pump.Clock.Advance(TimeSpan.FromSeconds(3));

        await disposing.Soon();
        Assert.Same(unsent, await pump.Counters.NextLostAsync());
        await Patience.CancelledAsync(token);
    }

    [Fact]
    public async Task Dispose_SinkHangs_ReturnsAtOnceAndStops()
    {
        var entered = new TaskCompletionSource();
        var pump = TestPump.Start(new EventSinkOptions { Concurrency = 1 }, async (item, token) =>
        {
            _received.Enqueue(item.Sequence);
            entered.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        });
        var log = new TestLog(pumps: pump.Pump);
        log.Start();
        log.Tool();
        await entered.Task.Soon();

        pump.Pump.Dispose();

        await pump.Counters.NextLostAsync();
        Assert.Equal([1], _received);
    }

    [Fact]
    public async Task Append_AfterDispose_WritesTheLogAndCountsTheRunAsNotSent()
    {
        var pump = TestPump.Start((item, _) =>
        {
            _received.Enqueue(item.Sequence);
            return ValueTask.CompletedTask;
        });
        await pump.DisposeAsync();
        var log = new TestLog(pumps: pump.Pump);
        var first = log.Start();
        log.End();

        Assert.Equal(2, log.Read().Count);
        Assert.Empty(_received);
        Assert.Equal((nameof(DelegateSink), first), Assert.Single(pump.Counters.Overflows));
    }

    [Fact]
    public async Task DisposeAsync_Twice_IsTheSameAsOnce()
    {
        var pump = TestPump.Start((_, _) => ValueTask.CompletedTask);

        await pump.DisposeAsync();
        await pump.DisposeAsync();
        pump.Pump.Dispose();
    }
}
