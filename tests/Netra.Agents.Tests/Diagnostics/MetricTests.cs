using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Diagnostics;

public sealed class MetricTests : IDisposable
{
    private readonly Measurements _measured = new();
    private readonly Stage _stage = new();

    public void Dispose()
    {
        _stage.Dispose();
        _measured.Dispose();
    }

    [Theory]
    [InlineData("complete", "completed")]
    [InlineData("throw", "failed")]
    [InlineData("denied", "denied")]
    [InlineData("cancel", "cancelled")]
    [InlineData("deadline", "timed_out")]
    [InlineData("idle", "died")]
    public async Task Execution_Ends_IsCountedOnceByItsOutcome(string way, string outcome)
    {
        await using var host = Host();

        await RunAsync(host, way);

        var tags = $"gen_ai.agent.name=subject outcome={outcome}";
        Assert.Equal(1, _measured.Sum($"netra.agents.executions {tags}"));
        Assert.Single(_measured.Lines, line => line.StartsWith("netra.agents.executions ", StringComparison.Ordinal));
        Assert.Equal([$"netra.agents.execution.duration {tags}"], _measured.Lines.Where(line => line.Contains("duration", StringComparison.Ordinal)));
        Assert.Equal(way is "deadline" or "idle" ? 1 : 0, Math.Round(_measured.Sum($"netra.agents.execution.duration {tags}")));
        Assert.Equal(["netra.agents.runs.live", "netra.agents.runs.live"], _measured.Lines.Where(line => line.Contains("live", StringComparison.Ordinal)));
        Assert.Equal(0, _measured.Sum("netra.agents.runs.live"));
    }

    [Fact]
    public async Task LiveRuns_WhileRunsAreLive_AreAsManyAndSubAgentsAreNone()
    {
        await using var host = Host();
        var (first, second) = (host.Context(), host.Context("bob"));
        var running = new[] { host.Core.ExecuteAsync("parent", first, "hang").AsTask(), host.Core.ExecuteAsync("subject", second, "hang").AsTask() };
        Assert.Equal(2, _measured.Sum("netra.agents.runs.live"));

        await host.Core.CancelAsync(second, second.RunId);
        Assert.Equal(1, _measured.Sum("netra.agents.runs.live"));
        _stage.Release();
        await Task.WhenAll(running);

        Assert.Equal(0, _measured.Sum("netra.agents.runs.live"));
        Assert.Equal(1, _measured.Sum("netra.agents.executions gen_ai.agent.name=parent outcome=completed"));
        Assert.Equal(1, _measured.Sum("netra.agents.executions gen_ai.agent.name=subject outcome=completed"));
        Assert.Equal(1, _measured.Sum("netra.agents.executions gen_ai.agent.name=subject outcome=cancelled"));
    }

    [Fact]
    public async Task Runs_RejectedOrNested_AreCountedAsRejectedAndNotAsLive()
    {
        await using var host = Host();
        await host.Core.ExecuteAsync("nested", host.Context(maxDepth: 1), "");
        host.Stop();
        await host.Core.ExecuteAsync("subject", host.Context(), "");

        Assert.Equal(1, _measured.Sum("netra.agents.rejected gen_ai.agent.name=nested error.type=too_deep"));
        Assert.Equal(1, _measured.Sum("netra.agents.rejected gen_ai.agent.name=subject error.type=shutting_down"));
        Assert.Equal(0, _measured.Sum("netra.agents.runs.live"));
    }

    [Fact]
    public async Task ToolCalls_EndedAndRefused_AreCountedApart()
    {
        await using var host = Host();

        await RunAsync(host, "tools");

        Assert.Equal(1, _measured.Sum("netra.agents.tool_calls gen_ai.tool.name=echo error.type=none"));
        Assert.Equal(1, _measured.Sum("netra.agents.tool_calls gen_ai.tool.name=fail error.type=tool_failed"));
        Assert.Equal(1, _measured.Sum("netra.agents.tool_calls gen_ai.tool.name=tell error.type=other"));
        Assert.Equal(1, _measured.Sum("netra.agents.tool_refusals error.type=unknown"));
        Assert.Equal(1, _measured.Sum("netra.agents.tool_refusals error.type=invalid_arguments"));
        Assert.Equal(1, _measured.Sum("netra.agents.tool_refusals error.type=denied"));
        Assert.Equal(6, _measured.Lines.Count(line => line.StartsWith("netra.agents.tool_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Zombie_TriesEverything_IsCountedByEffect()
    {
        await using var host = Host();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("haunted", context, "").AsTask();
        await _stage.Reached;
        await host.Core.CancelAsync(context, context.RunId);
        await running;

        Assert.Empty(await _stage.WakeGhostAsync());

        Assert.Equal(3, _measured.Sum("netra.agents.fenced_effects effect=event"));
        Assert.Equal(1, _measured.Sum("netra.agents.fenced_effects effect=progress report"));
        Assert.Equal(1, _measured.Sum("netra.agents.fenced_effects effect=quiet phase"));
        Assert.Equal(2, _measured.Sum("netra.agents.fenced_effects effect=tool call"));
        Assert.Equal(3, _measured.Sum("netra.agents.fenced_effects effect=state write"));
        Assert.Equal(1, _measured.Sum("netra.agents.fenced_effects effect=sub-agent call"));
    }

    [Fact]
    public async Task Agent_ReturnsAfterItsEnd_IsCountedAsALateResult()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (_, _) =>
        {
            await _stage.HangAsync();
            return AgentOutput.FromText("late");
        }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await _stage.Reached;
        await host.Core.CancelAsync(context, context.RunId);
        await running;
        Assert.Equal(0, host.Meters.Sum(TestMeters.LateResults));

        _stage.Release();
        await host.Meters.ReachedAsync(TestMeters.LateResults, 1);

        Assert.Equal(1, host.Meters.Sum(TestMeters.LateResults));
    }

    private static async Task RunAsync(TestHost host, string way)
    {
        var context = host.Context();
        var timeouts = new AgentTimeouts { Execution = TimeSpan.FromSeconds(way == "deadline" ? 1 : 1000), Idle = TimeSpan.FromSeconds(way == "idle" ? 1 : 1000) };
        var running = host.Core.ExecuteAsync("subject", context, new AgentRequest(way is "cancel" or "deadline" or "idle" ? "hang" : way) { Timeouts = timeouts }).AsTask();
        if (way == "cancel")
        {
            await host.Core.CancelAsync(context, context.RunId);
        }
        else if (way is "deadline" or "idle")
        {
            host.Advance(1.2);
        }

        await running;
    }

    private TestHost Host() => new(builder =>
    {
        builder.Services.AddSingleton<IMeterFactory>(_measured);
        builder.AddTool("fail", "Fails.", void () => throw new FormatException(), tool => tool.RequirePermission(TestHost.Permission));
        builder.AddTool("tell", "Fails with a code of its own.", void () => throw new ToolException("order_1234", "sold out"), tool => tool.RequirePermission(TestHost.Permission));
        builder.AddTool("forbidden", "Nobody may.", () => 1, tool => tool.RequirePermission("more"));
        builder.AddAgent("subject", SubjectAsync);
        builder.AddAgent("nested", async (execution, _) => AgentOutput.FromText((await execution.CallAgentAsync("nested", "")).Status.ToString()));
        builder.AddAgent("parent", async (execution, _) => (await execution.CallAgentAsync("subject", execution.Input)).EnsureSuccess());
        builder.AddAgent("haunted", async (execution, _) =>
        {
            _stage.Haunt(execution);
            await _stage.HangAsync();
            return AgentOutput.FromText("late");
        });
    });

    private async ValueTask<AgentOutput> SubjectAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        switch (execution.Input.AsString())
        {
            case "throw": throw new FormatException();
            case "hang": await _stage.HangAsync(); break;
            case "denied": (await execution.Tools.DispatchAsync("forbidden", ContextValue.Null, cancellationToken)).EnsureSuccess(); break;
            case "tools":
                foreach (var (tool, arguments) in new (string, ContextValue)[]
                {
                    ("echo", ContextValue.Null), ("fail", ContextValue.Null), ("tell", ContextValue.Null),
                    ("none", ContextValue.Null), ("echo", ContextValue.Map(("other", 1))), ("forbidden", ContextValue.Null),
                })
                {
                    await execution.Tools.DispatchAsync(tool, arguments, cancellationToken);
                }

                break;
        }

        return AgentOutput.FromText("");
    }
}
