using Netra.Agents.Tests.Simulation.Worlds;

namespace Netra.Agents.Tests.Simulation;

public sealed class VirtualClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly List<string> _told = [];

    [Fact]
    public void Jump_SeveralTimers_FireWhenDueAndNotBefore() => Simulate(async clock =>
    {
        await Task.WhenAll(TellAsync(clock, "c", 3), TellAsync(clock, "a", 1), TellAsync(clock, "b", 2));

        Assert.Equal(["a at 1", "b at 2", "c at 3"], _told);
        Assert.Equal(Second * 3, clock.Elapsed);
        Assert.Equal(10_000_000, clock.TimestampFrequency);
        Assert.Equal(30_000_000, clock.GetTimestamp());
    });

    [Fact]
    public void CreateTimer_WithAPeriod_FiresUntilDisposed() => Simulate(async clock =>
    {
        var timer = clock.CreateTimer(_ => Tell(clock, "tick"), null, Second, Second * 2);
        await Task.Delay(Second * 6, clock);
        await timer.DisposeAsync();
        await Task.Delay(Second * 6, clock);

        Assert.Equal(["tick at 1", "tick at 3", "tick at 5"], _told);
        Assert.False(timer.Change(Second, Second));
        Assert.Equal(0, clock.Armed);
    });

    [Fact]
    public void Change_BeforeItIsDue_CountsFromThen() => Simulate(async clock =>
    {
        using var timer = clock.CreateTimer(_ => Tell(clock, "tick"), null, Second * 2, Timeout.InfiniteTimeSpan);
        await Task.Delay(Second, clock);
        Assert.True(timer.Change(Second * 5, Timeout.InfiniteTimeSpan));
        await Task.Delay(Second * 9, clock);
        Assert.Equal(["tick at 6"], _told);

        Assert.True(timer.Change(Second, Timeout.InfiniteTimeSpan));
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        await Task.Delay(Second * 9, clock);
        Assert.Equal(["tick at 6"], _told);
        Assert.Equal(0, clock.Armed);
    });

    [Fact]
    public void CreateTimer_DueAtOnce_FiresWithoutTimePassing() => Simulate(async clock =>
    {
        var fired = new TaskCompletionSource();
        using var timer = clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Assert.False(fired.Task.IsCompleted);
        await fired.Task;

        Assert.Equal(TimeSpan.Zero, clock.Elapsed);
    });

    [Fact]
    public void CreateTimer_AmbientValueOfItsMaker_IsNotThereInTheCallback() => Simulate(async clock =>
    {
        var ambient = new AsyncLocal<string> { Value = "mine" };
        using var timer = clock.CreateTimer(_ => _told.Add(ambient.Value ?? "nobody's"), null, Second, Timeout.InfiniteTimeSpan);
        await Task.Delay(Second * 2, clock);

        Assert.Equal(["nobody's"], _told);
    });

    [Fact]
    public void CancellationTokenSource_OnTheClock_IsCancelledWhenDue() => Simulate(async clock =>
    {
        using var source = new CancellationTokenSource(Second, clock);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.InfiniteTimeSpan, clock, source.Token));

        Assert.Equal(Second, clock.Elapsed);
    });

    [Fact]
    public void Dispose_FiringUnderWay_TakesItBack()
    {
        // Both are due at once: whoever comes first disposes the other's timer.
        var fired = new List<int>();
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var count = 0;
            Simulate(async clock =>
            {
                ITimer? one = null, other = null;
                one = clock.CreateTimer(_ => { count++; other!.Dispose(); }, null, Second, Timeout.InfiniteTimeSpan);
                other = clock.CreateTimer(_ => { count++; one.Dispose(); }, null, Second, Timeout.InfiniteTimeSpan);
                await Task.Delay(Second * 2, clock);
            }, seed);
            fired.Add(count);
        }

        Assert.All(fired, count => Assert.Equal(1, count));
    }

    [Fact]
    public void CreateTimer_CallbackThatThrows_EndsTheSimulation()
    {
        var failure = Assert.Throws<SimulationException>(() => Simulate(async clock =>
        {
            using var timer = clock.CreateTimer(_ => throw new InvalidOperationException("mine"), null, Second, Timeout.InfiniteTimeSpan);
            await Task.Delay(Second * 2, clock);
        }));

        Assert.Contains("mine", failure.Message, StringComparison.Ordinal);
    }

    private static void Simulate(Func<VirtualClock, Task> story, ulong seed = 1) => SeedCrew.OnThreadOfItsOwn(() =>
    {
        var scheduler = new SimulationScheduler(seed);
        var telling = scheduler.Start(() => story(scheduler.Clock));
        scheduler.Run(telling);
        Assert.Null(telling.Exception);
    });

    private async Task TellAsync(VirtualClock clock, string what, int seconds)
    {
        await Task.Delay(Second * seconds, clock);
        Tell(clock, what);
    }

    private void Tell(VirtualClock clock, string what) => _told.Add($"{what} at {clock.Elapsed.TotalSeconds}");
}
