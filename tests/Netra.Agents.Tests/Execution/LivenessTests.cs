using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class LivenessTests
{
    private static readonly AgentTimeouts Idle = new() { Idle = TimeSpan.FromSeconds(10) };

    /// <summary>Everything that counts as a sign of life.</summary>
    private static readonly Dictionary<string, Func<AgentExecution, Task>> Signs = new()
    {
        ["text"] = execution => Do(() => execution.Events.Text("a")),
        ["thinking"] = execution => Do(() => execution.Events.Thinking("a")),
        ["progress"] = execution => Do(() => execution.Events.Progress("a", 0.5)),
        ["report"] = execution => Do(execution.ReportProgress),
        ["tool"] = async execution => (await execution.Tools.DispatchAsync("echo", ContextValue.Null)).EnsureSuccess(),
        ["write"] = async execution => await execution.State.SetAsync(StateScope.Run, "name", 1),
        ["delete"] = async execution => await execution.State.DeleteAsync(StateScope.Run, "name"),
        ["agent"] = async execution => (await execution.CallAgentAsync("echo", "")).EnsureSuccess(),
        ["end of a quiet phase"] = execution => Do(() => execution.ExpectQuiet(TimeSpan.FromHours(1)).Dispose()),
    };

    public static TheoryData<string> SignNames => new(Signs.Keys);

    [Theory]
    [MemberData(nameof(SignNames))]
    public async Task Progress_OfEachKind_ResetsTheIdleClock(string sign)
    {
        using var stage = new Stage();
        using var second = new Stage();
        await using var host = Host(async execution =>
        {
            await stage.HangAsync();
            await Signs[sign](execution);
            await second.HangAsync();
        });
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;
        host.Advance(9);
        stage.Release();
        await second.Reached;

        host.Advance(9.95);
        host.AssertLive(context);
        host.Advance(0.05);

        var result = await running;
        Assert.Equal(ExecutionStatus.Died, result.Status);
        Assert.Equal(TimeSpan.FromSeconds(19), result.Duration);
    }

    [Fact]
    public async Task Progress_OfAChild_CountsForAllAboveIt()
    {
        using var stage = new Stage();
        using var second = new Stage();
        await using var host = new TestHost(builder => builder
            .AddAgent("child", async (execution, _) =>
            {
                await stage.HangAsync();
                execution.ReportProgress();
                return AgentOutput.FromText("");
            })
            .AddAgent("subject", async (execution, _) =>
            {
                await execution.CallAgentAsync("child", "");
                await second.HangAsync();
                return AgentOutput.FromText("alive");
            }, Idle));
        var running = host.Core.ExecuteAsync("subject", host.Context(), "").AsTask();
        await stage.Reached;
        host.Advance(9);
        stage.Release();
        await second.Reached;

        host.Advance(9);
        second.Release();

        Assert.Equal("alive", (await running).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ExpectQuiet_Declared_IsNotDeadUntilItsTimeIsOver()
    {
        using var stage = new Stage();
        await using var host = Host(async execution =>
        {
            execution.ExpectQuiet(TimeSpan.FromSeconds(60));
            await stage.HangAsync();
        });
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        host.Advance(59.95);
        host.AssertLive(context);
        host.Advance(0.05);

        Assert.Equal("no_progress", (await running).Error!.Code);
    }

    [Fact]
    public async Task ExpectQuiet_ForAllTime_NeverDies()
    {
        using var stage = new Stage();
        await using var host = Host(async execution =>
        {
            execution.ExpectQuiet(TimeSpan.MaxValue);
            await stage.HangAsync();
        });
        var running = host.Core.ExecuteAsync("subject", host.Context(), "").AsTask();
        await stage.Reached;

        host.Advance(60);
        stage.Release();

        Assert.True((await running).Succeeded);
    }

    [Fact]
    public async Task ExpectQuiet_SeveralDisposedInAnyOrderAndTwice_TheLongestCounts()
    {
        using var stage = new Stage();
        await using var host = Host(async execution =>
        {
            var first = execution.ExpectQuiet(TimeSpan.FromSeconds(20));
            var second = execution.ExpectQuiet(TimeSpan.FromSeconds(40));
            var third = execution.ExpectQuiet(TimeSpan.FromSeconds(30));
            first.Dispose();
            third.Dispose();
            third.Dispose();
            Assert.NotNull(second);
            await stage.HangAsync();
        });
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        host.Advance(39.95);
        host.AssertLive(context);
        host.Advance(0.05);

        Assert.Equal(TimeSpan.FromSeconds(40), (await running).Duration);
    }

    [Fact]
    public async Task Idle_ParentWaitsForAQuietChild_OnlyTheChildIsJudged()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .AddAgent("child", async (_, _) => { await stage.HangAsync(); return AgentOutput.FromText("late"); }, new AgentTimeouts { Idle = TimeSpan.FromSeconds(30) })
            .AddAgent("subject", async (execution, _) => AgentOutput.FromText((await execution.CallAgentAsync("child", "")).Error!.Code), Idle));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        host.Advance(30);

        Assert.Equal("no_progress", (await running).EnsureSuccess().Text);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task Idle_LongToolAtWork_IsNotDead()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .AddTool("slow", "Takes its time.", stage.HangAsync, tool => tool.RequirePermission(TestHost.Permission).WithTimeout(TimeSpan.FromHours(1)))
            .AddAgent("subject", async (execution, _) =>
            {
                (await execution.Tools.DispatchAsync("slow", ContextValue.Null)).EnsureSuccess();
                return AgentOutput.FromText("alive");
            }, Idle));
        var running = host.Core.ExecuteAsync("subject", host.Context(), "").AsTask();
        await stage.Reached;

        host.Advance(60);
        stage.Release();

        Assert.Equal("alive", (await running).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Idle_TickBetweenAChildsEndAndItsNews_TheParentIsAlive()
    {
        // The child's end is logged on its way out. A watchdog's tick at just that moment must not find a parent that nothing has happened to.
        using var stage = new Stage();
        TestHost? ticked = null;
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton<ILoggerFactory>(new CallbackLoggerFactory(() => ticked!.Clock.Advance(TimeSpan.FromMilliseconds(50))));
            builder.AddAgent("child", async (execution, _) =>
            {
                execution.ExpectQuiet(TimeSpan.FromHours(1));
                await stage.HangAsync();
                return null!;
            });
            builder.AddAgent("subject", async (execution, _) => AgentOutput.FromText((await execution.CallAgentAsync("child", "")).Error!.Code), Idle);
        });
        ticked = host;
        var running = host.Core.ExecuteAsync("subject", host.Context(), "").AsTask();
        await stage.Reached;
        host.Advance(60);
        stage.Release();

        Assert.Equal("no_output", (await running).EnsureSuccess().Text);
    }

    private static TestHost Host(Func<AgentExecution, Task> code) => new(builder => builder.AddAgent("subject", async (execution, _) =>
    {
        await code(execution);
        return AgentOutput.FromText("");
    }, Idle));

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
