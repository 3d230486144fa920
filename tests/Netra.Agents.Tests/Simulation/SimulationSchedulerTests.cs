using Netra.Agents.Tests.Simulation.Worlds;

namespace Netra.Agents.Tests.Simulation;

public sealed class SimulationSchedulerTests
{
    [Fact]
    public void Run_ThreeThatTakeTurns_SeedDecidesTheOrder()
    {
        var orders = Enumerable.Range(1, 200).Select(seed => Order((ulong)seed)).ToArray();

        Assert.Equal(orders, Enumerable.Range(1, 200).Select(seed => Order((ulong)seed)));
        Assert.True(orders.Distinct().Count() > 100, $"200 seeds gave only {orders.Distinct().Count()} orders");
    }

    [Fact]
    public void Run_TaskOfAnotherThread_FailsWithItsTrail()
    {
        var failure = Assert.Throws<SimulationException>(() => InSimulation(async () =>
        {
            var done = new TaskCompletionSource();
            var waiting = WaitAsync(done.Task);
            SeedCrew.OnThreadOfItsOwn(done.SetResult);
            await waiting;
        }));

        Assert.Contains("a task was queued on another thread", failure.Message, StringComparison.Ordinal);
    }

    private static async Task WaitAsync(Task task) => await task;

    [Fact]
    public void Run_ClockReadOnAnotherThread_FailsWithItsTrail()
    {
        var failure = Assert.Throws<SimulationException>(() => SeedCrew.OnThreadOfItsOwn(() =>
        {
            var scheduler = new SimulationScheduler(1);
            SeedCrew.OnThreadOfItsOwn(() => scheduler.Clock.GetUtcNow());
            scheduler.Run(scheduler.Start(() => Task.CompletedTask));
        }));

        Assert.Contains("the clock was read on another thread", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NothingLeftToWaitFor_SaysSo()
    {
        var failure = Assert.Throws<SimulationException>(() => InSimulation(() => new TaskCompletionSource().Task));

        Assert.Contains("Nothing can run", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LoopWithoutEnd_SaysSo()
    {
        var failure = Assert.Throws<SimulationException>(() => InSimulation(async () =>
        {
            while (true)
                await Task.Yield();
        }));

        Assert.Contains("It does not end", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_HastyClock_TimersComeDueWhileTasksCanRun()
    {
        var overtaken = 0;
        SeedCrew.OnThreadOfItsOwn(() =>
        {
            var scheduler = new SimulationScheduler(1, hastePerThousand: 100);
            scheduler.Run(scheduler.Start(async () =>
            {
                var delay = Task.Delay(TimeSpan.FromMinutes(1), scheduler.Clock);
                while (!delay.IsCompleted)
                {
                    overtaken++;
                    await Task.Yield();
                }
            }));
        });

        Assert.InRange(overtaken, 1, 1_000);
    }

    private static void InSimulation(Func<Task> work) => SeedCrew.OnThreadOfItsOwn(() =>
    {
        var scheduler = new SimulationScheduler(1);
        scheduler.Run(scheduler.Start(work));
    });

    private static string Order(ulong seed)
    {
        var order = "";
        SeedCrew.OnThreadOfItsOwn(() =>
        {
            var scheduler = new SimulationScheduler(seed);
            scheduler.Run(Task.WhenAll("abc".Select(name => scheduler.Start(async () =>
            {
                for (var turn = 0; turn < 3; turn++)
                {
                    order += name;
                    await Task.Yield();
                }
            }))));
        });
        return order;
    }
}
