using System.Collections.Concurrent;

namespace Netra.Agents.Tests.Events;

public sealed class SinkPumpHangTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _never = new();

    [Fact]
    public async Task Pump_SinkThatIgnoresItsToken_IsGivenUpWhenTheTimeIsOver()
    {
        var tokens = new ConcurrentQueue<CancellationToken>();
        await using var pump = TestPump.Start(new EventSinkOptions { Attempts = 1, SendTimeout = Limit }, async (_, token) =>
        {
            tokens.Enqueue(token);
            await _never.Task;
        });
        var log = new TestLog(pumps: pump.Pump);
        var first = log.Start();

        await pump.Clock.StartedAsync(Limit);
        pump.Clock.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.Empty(pump.Counters.Lost);
        pump.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.Same(first, await pump.Counters.NextLostAsync());
        Assert.IsType<TimeoutException>(Assert.Single(pump.Counters.Lost).Exception);
        await Patience.CancelledAsync(Assert.Single(tokens));
    }

    [Fact]
    public async Task Pump_SinkThatHangsOnce_GetsTheEventAgain()
    {
        var tries = 0;
        var sent = new TaskCompletionSource();
        await using var pump = TestPump.Start(new EventSinkOptions { SendTimeout = Limit, RetryDelay = TimeSpan.FromSeconds(1) }, async (_, _) =>
        {
            if (++tries == 1)
            {
                await _never.Task;
            }

            sent.SetResult();
        });
        new TestLog(pumps: pump.Pump).Start();

        await pump.Clock.StartedAsync(Limit);
        pump.Clock.Advance(Limit);
        await pump.Clock.StartedAsync(TimeSpan.FromSeconds(1));
        pump.Clock.Advance(TimeSpan.FromSeconds(1));

        await sent.Task.Soon();
        Assert.Empty(pump.Counters.Lost);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pump_SinkThatHangsForOneRun_GoesOnForOthers(bool blocksTheThread)
    {
        TestLog? hanging = null;
        using var released = new ManualResetEventSlim();
        var (stuck, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var pump = TestPump.Start(new EventSinkOptions { Concurrency = 2, Attempts = 1 }, async (item, _) =>
        {
            if (item.RunId == hanging!.Run.RunId)
            {
                stuck.TrySetResult();
                if (blocksTheThread)
                {
                    released.Wait();
                }
                else
                {
                    await _never.Task;
                }
            }
            else if (item.EndsRun)
            {
                end.SetResult();
            }
        });
        hanging = new TestLog(pumps: pump.Pump);
        hanging.Start();
        await stuck.Task.Soon();
        for (var run = 0; run < 20; run++)
        {
            var log = new TestLog(pumps: pump.Pump);
            log.Start();
            log.End();
            await end.Task.Soon();
            end = new TaskCompletionSource();
        }

        released.Set();
        _never.SetResult();
    }

    [Fact]
    public async Task Append_SinkHangs_TheRunIsNeverWaited()
    {
        await using var pump = TestPump.Start(new EventSinkOptions { Concurrency = 1, Attempts = 1 }, async (_, _) => await _never.Task);
        var log = new TestLog(pumps: pump.Pump);
        log.Start();
        for (var i = 0; i < 10_000; i++)
        {
            log.Text("a");
        }

        Assert.True(log.End().EndsRun);
        Assert.Equal(10_000, log.Read().OfType<AgentText>().Sum(text => text.Text.Length));
        _never.SetResult();
    }
}
