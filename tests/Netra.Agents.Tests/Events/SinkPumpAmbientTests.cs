using System.Collections.Concurrent;
using System.Diagnostics;

namespace Netra.Agents.Tests.Events;

/// <summary>Who started a pump, or wrote an event, is not to be seen by a sink in anything ambient.</summary>
public sealed class SinkPumpAmbientTests
{
    private static readonly AsyncLocal<string?> Ambient = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendAsync_ValuesOfWhoStartedAndWhoWrote_AreNotSeen(bool waits)
    {
        var seen = new ConcurrentQueue<(string?, string?)>();
        var end = new TaskCompletionSource();
        Ambient.Value = "alice started";
        using var activity = new Activity("request of alice").Start();
        await using var pump = TestPump.Start(async (item, _) =>
        {
            seen.Enqueue((Ambient.Value, Activity.Current?.OperationName));
            if (waits)
            {
                await Task.Yield();
                seen.Enqueue((Ambient.Value, Activity.Current?.OperationName));
            }

            if (item.EndsRun)
            {
                end.SetResult();
            }
        });
        Ambient.Value = "bob wrote";
        var log = new TestLog(pumps: pump.Pump);
        log.Start();
        await Task.Yield();
        log.Tool();
        log.End();

        await end.Task.Soon();
        Assert.Equal(waits ? 6 : 3, seen.Count);
        Assert.All(seen, values => Assert.Equal((null, null), values));
        Assert.Equal("bob wrote", Ambient.Value);
    }

    [Fact]
    public async Task SendAsync_WhatASinkSets_IsNotSeenByTheNext()
    {
        var seen = new ConcurrentQueue<string?>();
        var end = new TaskCompletionSource();
        await using var pump = TestPump.Start(new EventSinkOptions { Concurrency = 1 }, async (item, _) =>
        {
            seen.Enqueue(Ambient.Value);
            Ambient.Value = "left by " + item.RunId;
            await Task.Yield();
            if (item.EndsRun)
            {
                end.SetResult();
            }
        });
        new TestLog(pumps: pump.Pump).Start();
        var other = new TestLog(pumps: pump.Pump);
        other.Start();
        other.End();

        await end.Task.Soon();
        Assert.All(seen, Assert.Null);
    }

    [Fact]
    public async Task Start_WhereFlowIsSuppressedAlready_Works()
    {
        TestPump pump;
        var end = new TaskCompletionSource();
        using (ExecutionContext.SuppressFlow())
        {
            pump = TestPump.Start((_, _) =>
            {
                end.TrySetResult();
                return ValueTask.CompletedTask;
            });
        }

        new TestLog(pumps: pump.Pump).Start();

        await end.Task.Soon();
        await pump.DisposeAsync();
    }
}
