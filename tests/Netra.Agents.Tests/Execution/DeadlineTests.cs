using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(1.0, 10.0, "execution_deadline")]
    [InlineData(10.0, 1.0, "run_deadline")]
    public async Task Deadline_AgentHangs_IsKeptWithinOnePeriodOfTheWatchdog(double execution, double run, string code)
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var context = host.Context();
        var request = new AgentRequest("input") { Timeouts = new AgentTimeouts { Execution = TimeSpan.FromSeconds(execution), Run = TimeSpan.FromSeconds(run) } };
        var running = host.Core.ExecuteAsync("subject", context, request).AsTask();
        await stage.Reached;

        host.Advance(TimeSpan.FromSeconds(1) - Period);
        Assert.DoesNotContain(host.Log(context), item => item.IsTerminal);
        host.Advance(Period);

        var result = await running;
        Assert.Equal(ExecutionStatus.TimedOut, result.Status);
        Assert.Equal(code, result.Error!.Code);
        Assert.InRange(result.Duration, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1) + Period);
    }

    [Fact]
    public async Task Deadline_BetweenTwoTicks_IsKeptAtTheNext()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var request = new AgentRequest("input") { Timeouts = new AgentTimeouts { Execution = TimeSpan.FromMilliseconds(1_001) } };
        var running = host.Core.ExecuteAsync("subject", host.Context(), request).AsTask();
        await stage.Reached;

        host.Advance(1.05);

        Assert.Equal(TimeSpan.FromSeconds(1.05), (await running).Duration);
    }

    [Fact]
    public async Task Deadline_OfTheRequest_BeatsThatOfTheAgentAndOfTheOptions()
    {
        using var stage = new Stage();
        await using var host = Host(stage, new AgentTimeouts { Execution = TimeSpan.FromSeconds(3) });
        var bound = host.Core.ExecuteAsync("subject", host.Context(), new AgentRequest("a") { Timeouts = new AgentTimeouts { Execution = TimeSpan.FromSeconds(1) } }).AsTask();
        var context = host.Context();
        var own = host.Core.ExecuteAsync("subject", context, "b").AsTask();

        host.Advance(1);
        Assert.Equal(ExecutionStatus.TimedOut, (await bound).Status);
        host.Advance(1.95);
        host.AssertLive(context);
        host.Advance(Period);

        Assert.Equal(TimeSpan.FromSeconds(3), (await own).Duration);
    }

    [Fact]
    public async Task Deadline_OfAChild_EndsTheChildOnly()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .AddAgent("child", async (_, _) => { await stage.HangAsync(); return AgentOutput.FromText("late"); }, new AgentTimeouts { Execution = TimeSpan.FromSeconds(1) })
            .AddAgent("parent", async (execution, _) => AgentOutput.FromText((await execution.CallAgentAsync("child", "")).Error!.Code)));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("parent", context, "").AsTask();
        await stage.Reached;

        host.Advance(1);

        Assert.Equal("execution_deadline", (await running).EnsureSuccess().Text);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task Deadline_BothOfParentAndChildAtOnce_TellsTheChildItsOwnReason()
    {
        using var stage = new Stage();
        var limit = new AgentTimeouts { Execution = TimeSpan.FromSeconds(1) };
        await using var host = new TestHost(builder => builder
            .AddAgent("child", async (_, _) => { await stage.HangAsync(); return AgentOutput.FromText("late"); }, limit)
            .AddAgent("parent", async (execution, _) => { await execution.CallAgentAsync("child", ""); await stage.Released; return AgentOutput.FromText("late"); }, limit));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("parent", context, "").AsTask();
        await stage.Reached;

        host.Advance(1);

        Assert.Equal("execution_deadline", (await running).Error!.Code);
        var ends = host.Log(context).OfType<AgentTerminalEvent>().ToList();
        Assert.Equal(["child", "parent"], ends.Select(end => end.AgentName));
        Assert.All(ends, end => Assert.Equal("execution_deadline", end.Error!.Code));
    }

    [Fact]
    public async Task Deadline_CleanUpHangsAfterTheAgentGaveItsOutput_KeepsTheOutput()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddScoped(_ => new HangingSession(stage));
            builder.AddAgent("subject", (execution, _) =>
            {
                execution.Services.GetRequiredService<HangingSession>();
                return AgentOutput.FromText("given");
            }, new AgentTimeouts { Execution = TimeSpan.FromSeconds(1) });
        });
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;
        host.AssertLive(context);

        host.Advance(1);

        Assert.Equal("given", (await running).EnsureSuccess().Text);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task Deadline_BeyondAllTime_NeverComes()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .AddAgent("child", async (_, _) => { await stage.HangAsync(); return AgentOutput.FromText("in time"); })
            .AddAgent("parent", async (execution, _) =>
            {
                var request = new AgentRequest("") { Timeouts = new AgentTimeouts { Execution = TimeSpan.FromDays(365), Idle = Timeout.InfiniteTimeSpan } };
                return (await execution.CallAgentAsync("child", request)).EnsureSuccess();
            }));
        var running = host.Core.ExecuteAsync("parent", host.Context(), "").AsTask();
        await stage.Reached;

        host.Advance(60);
        stage.Release();

        Assert.Equal("in time", (await running).EnsureSuccess().Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(366 * 24 * 3600)]
    public async Task Timeouts_OutOfRange_AreRefusedForRunsAndForSubAgents(double seconds)
    {
        var request = new AgentRequest("") { Timeouts = new AgentTimeouts { Idle = TimeSpan.FromSeconds(seconds) } };
        await using var host = new TestHost(builder => builder
            .AddAgent("parent", async (execution, _) => (await execution.CallAgentAsync("echo", request)).EnsureSuccess()));

        var thrown = await Assert.ThrowsAsync<ArgumentException>(async () => await host.Core.ExecuteAsync("echo", host.Context(), request));
        Assert.Contains("Timeouts.Idle must be more than zero", thrown.Message, StringComparison.Ordinal);
        Assert.IsType<ArgumentException>((await host.Core.ExecuteAsync("parent", host.Context(), "")).Exception);
    }

    private static TestHost Host(Stage stage, AgentTimeouts? timeouts = null) => new(builder => builder.AddAgent("subject", async (_, _) =>
    {
        await stage.HangAsync();
        return AgentOutput.FromText("late");
    }, timeouts));
}
