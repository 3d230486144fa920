using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class StarvationTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Tick_LateByMoreThanTheThreshold_TakesNobodyForDeadAndStartsTheIdleClockAnew()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, host.Meters.Sum(TestMeters.Starved));
        host.AssertLive(context);

        // The quiet time is counted from the late tick on: it was the process that slept, not the agent.
        host.Advance(Idle - Tick);
        host.AssertLive(context);
        host.Advance(Tick);

        Assert.Equal(ExecutionStatus.Died, (await running).Status);
        Assert.Equal(1, host.Meters.Sum(TestMeters.Starved));
    }

    [Fact]
    public async Task Tick_LateWithinTheThreshold_IsNoStarvation()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var running = host.Core.ExecuteAsync("subject", host.Context(), "").AsTask();
        await stage.Reached;

        for (var i = 0; i < 5; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(ExecutionStatus.Died, (await running).Status);
        Assert.Equal(0, host.Meters.Sum(TestMeters.Starved));
    }

    [Fact]
    public async Task Tick_Late_StillKeepsDeadlines()
    {
        using var stage = new Stage();
        await using var host = Host(stage, new AgentTimeouts { Execution = TimeSpan.FromSeconds(5), Idle = Idle });
        var running = host.Core.ExecuteAsync("subject", host.Context(), "").AsTask();
        await stage.Reached;

        host.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("execution_deadline", (await running).Error!.Code);
    }

    [Fact]
    public async Task Watchdog_NothingLeftToWatch_StopsItsTimerAndStartsItAgainUnstarved()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        await host.Core.ExecuteAsync("echo", host.Context(), "");
        host.Advance(TimeSpan.FromMinutes(3));

        host.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(0, host.Meters.Sum(TestMeters.Starved));

        var running = host.Core.ExecuteAsync("subject", host.Context(), "").AsTask();
        await stage.Reached;
        host.Advance(Idle);
        Assert.Equal(ExecutionStatus.Died, (await running).Status);
        Assert.Equal(0, host.Meters.Sum(TestMeters.Starved));
    }

    private static TestHost Host(Stage stage, AgentTimeouts? timeouts = null) => new(builder => builder.AddAgent("subject", async (_, _) =>
    {
        await stage.HangAsync();
        return AgentOutput.FromText("late");
    }, timeouts ?? new AgentTimeouts { Idle = Idle }));
}
