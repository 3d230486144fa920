using System.Collections.Concurrent;
using Netra.Agents.Events;

namespace Netra.Agents.Tests.Events;

public sealed class SinkPumpTests
{
    [Fact]
    public async Task Pump_ManyRunsAtOnce_KeepsEachInOrderAndOneAtATime()
    {
        const int Runs = 40, Events = 100;
        var received = new ConcurrentDictionary<RunId, List<long>>();
        var inside = new ConcurrentDictionary<RunId, int>();
        var left = Runs;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var pump = TestPump.Start(new EventSinkOptions { Concurrency = 8 }, async (item, _) =>
        {
            Assert.Equal(1, inside.AddOrUpdate(item.RunId, 1, (_, count) => count + 1));
            await Task.Yield();
            received.GetOrAdd(item.RunId, _ => []).Add(item.Sequence);
            inside[item.RunId] = 0;
            if (item.EndsRun && Interlocked.Decrement(ref left) == 0)
            {
                all.SetResult();
            }
        });

        await Task.WhenAll(Enumerable.Range(0, Runs).Select(_ => Task.Run(() =>
        {
            var log = new TestLog(pumps: pump.Pump);
            log.Start();
            for (var i = 2; i < Events; i++)
            {
                log.Tool();
            }

            log.End();
        }))).Soon();

        await all.Task.Soon();
        Assert.Equal(Runs, received.Count);
        Assert.All(received.Values, sequences => Assert.Equal(Enumerable.Range(1, Events).Select(i => (long)i), sequences));
        Assert.Empty(pump.Counters.Lost);
    }

    [Fact]
    public async Task Pump_SinkFailsOnce_TriesAgainAfterThePauseAndGoesOnInOrder()
    {
        var tries = new ConcurrentQueue<long>();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var pump = TestPump.Start(new EventSinkOptions { RetryDelay = TimeSpan.FromSeconds(7) }, (item, _) =>
        {
            tries.Enqueue(item.Sequence);
            if (item.Sequence == 2 && tries.Count == 2)
            {
                throw new InvalidOperationException("not now");
            }

            if (item.EndsRun)
            {
                end.SetResult();
            }

            return ValueTask.CompletedTask;
        });
        var log = new TestLog(pumps: pump.Pump);
        log.Start();
        log.Tool();
        log.End();

        await pump.Clock.StartedAsync(TimeSpan.FromSeconds(7));
        Assert.Equal([1, 2], tries);
        pump.Clock.Advance(TimeSpan.FromSeconds(7));

        await end.Task.Soon();
        Assert.Equal([1, 2, 2, 3], tries);
        Assert.Empty(pump.Counters.Lost);
    }

    [Fact]
    public async Task Pump_SinkAlwaysFails_GivesUpAfterTheAttemptsAndCounts()
    {
        var tries = 0;
        await using var pump = TestPump.Start(new EventSinkOptions { Attempts = 4, RetryDelay = TimeSpan.FromSeconds(1) }, (_, _) => throw new InvalidOperationException($"{++tries}"));
        var log = new TestLog(pumps: pump.Pump);
        var written = log.Start();

        foreach (var seconds in new[] { 1, 2, 4 })
        {
            await pump.Clock.StartedAsync(TimeSpan.FromSeconds(seconds));
            pump.Clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        await pump.Counters.NextLostAsync();
        var lost = Assert.Single(pump.Counters.Lost);
        Assert.Equal((nameof(DelegateSink), written, 4, "4"), (lost.Sink, lost.Item, lost.Attempts, lost.Exception?.Message));
    }

    [Fact]
    public async Task Pump_AsManyAndAsLongPausesAsAreAllowed_NeverDies()
    {
        await using var pump = TestPump.Start(new EventSinkOptions { Attempts = 100, RetryDelay = TimeSpan.FromDays(1) }, (_, _) => throw new InvalidOperationException());
        new TestLog(pumps: pump.Pump).Start();

        for (var attempt = 1; attempt < 100; attempt++)
        {
            await pump.Clock.AnyStartedAsync(attempt);
            pump.Clock.Advance(TimeSpan.FromDays(60));
        }

        await pump.Counters.NextLostAsync();
        Assert.Equal(100, Assert.Single(pump.Counters.Lost).Attempts);
    }

    [Fact]
    public async Task Pump_ThrowingSink_IsTriedForTheNextEventAndForOtherRuns()
    {
        var received = new ConcurrentQueue<AgentEvent>();
        await using var pump = TestPump.Start(new EventSinkOptions { Concurrency = 1, Attempts = 1 }, (item, _) =>
        {
            received.Enqueue(item);
            return item.Sequence % 2 == 0 ? ValueTask.FromException(new InvalidOperationException()) : throw new InvalidOperationException();
        });
        var (one, other) = (new TestLog(pumps: pump.Pump), new TestLog(pumps: pump.Pump));
        AgentEvent[] written = [one.Start(), one.Tool(), other.Start(), other.Tool()];

        for (var i = 0; i < written.Length; i++)
        {
            await pump.Counters.NextLostAsync();
        }

        Assert.Equal(written.ToHashSet(), received.ToHashSet());
        Assert.Equal(4, received.Count);
    }

    [Fact]
    public async Task Pump_RunThatTalksWithoutEnd_DoesNotHoldUpAnother()
    {
        var order = new ConcurrentQueue<RunId>();
        var (gate, entered, end) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var pump = TestPump.Start(new EventSinkOptions { Concurrency = 1 }, async (item, _) =>
        {
            entered.TrySetResult();
            await gate.Task;
            order.Enqueue(item.RunId);
            if (order.Count == 1_001)
            {
                end.SetResult();
            }
        });
        var (talker, other) = (new TestLog(pumps: pump.Pump), new TestLog(pumps: pump.Pump));
        for (var i = 0; i < 1_000; i++)
        {
            talker.Tool();
        }

        await entered.Task.Soon();
        other.Start();
        gate.SetResult();

        await end.Task.Soon();
        Assert.InRange(order.ToList().IndexOf(other.Run.RunId), 0, 64);
    }

    [Fact]
    public async Task Pump_MoreRunsThanMayWait_CountsAndTellsNothingOfThemLater()
    {
        var (gate, entered) = (new TaskCompletionSource(), new TaskCompletionSource());
        var received = new ConcurrentQueue<RunId>();
        await using var pump = TestPump.Start(new EventSinkOptions { Concurrency = 1, MaxPendingRuns = 1 }, async (item, _) =>
        {
            received.Enqueue(item.RunId);
            entered.TrySetResult();
            await gate.Task;
        });
        TestLog[] logs = [new(pumps: pump.Pump), new(pumps: pump.Pump), new(pumps: pump.Pump)];
        logs[0].Start();
        await entered.Task.Soon();
        logs[1].Start();
        var unsent = logs[2].Start();
        logs[2].Tool();
        gate.SetResult();
        await pump.DisposeAsync();

        var overflow = Assert.Single(pump.Counters.Overflows);
        Assert.Equal((nameof(DelegateSink), unsent), (overflow.Sink, overflow.Last));
        Assert.Equal([logs[0].Run.RunId, logs[1].Run.RunId], received);
        Assert.Equal(2, logs[2].Read().Count);
    }
}
