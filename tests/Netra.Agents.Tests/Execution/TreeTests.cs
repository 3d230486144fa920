using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class TreeTests
{
    [Fact]
    public async Task Parent_ReturnsWithoutWaiting_ChildAndGrandchildEndBeforeItWithTheirCallsClosed()
    {
        using var stage = new Stage();
        Task<AgentExecutionResult>? child = null;
        await using var host = new TestHost(builder => builder
            .AddTool("hang", "Never comes back.", stage.HangAsync, tool => tool.RequirePermission(TestHost.Permission))
            .AddAgent("grandchild", async (execution, _) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("hang", ContextValue.Null)).EnsureSuccess()))
            .AddAgent("child", async (execution, _) => (await execution.CallAgentAsync("grandchild", "")).EnsureSuccess())
            .AddAgent("parent", async (execution, _) =>
            {
                stage.Haunt(execution);
                child = execution.CallAgentAsync("child", "").AsTask();
                await stage.Reached;
                return AgentOutput.FromText("gone");
            }));
        var context = host.Context();

        var result = await host.Core.ExecuteAsync("parent", context, "");

        Assert.Equal("gone", result.EnsureSuccess().Text);
        var events = host.Log(context);
        RunInvariants.Check(events);
        Assert.Equal(
            ["agent_started", "agent_started", "agent_started", "tool_executing", "tool_completed", "agent_cancelled", "agent_cancelled", "agent_completed"],
            events.Select(item => item.WireName));
        Assert.Equal("abandoned", events.OfType<ToolCompleted>().Single().Error!.Code);
        Assert.All(events.OfType<AgentCancelled>(), cancelled => Assert.Equal("parent_ended", cancelled.Error!.Code));
        Assert.Equal(["grandchild", "child"], events.OfType<AgentCancelled>().Select(cancelled => cancelled.AgentName));
        Assert.Equal(ExecutionStatus.Cancelled, (await child!).Status);
        Assert.Empty(await stage.WakeGhostAsync());
        Assert.Equal(events, host.Log(context));
    }

    [Fact]
    public async Task Child_OutlivesItsParent_IsFencedToo()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .AddAgent("child", async (execution, _) =>
            {
                stage.Haunt(execution);
                await stage.HangAsync();
                return AgentOutput.FromText("late");
            })
            .AddAgent("parent", async (execution, _) =>
            {
                var left = execution.CallAgentAsync("child", "").AsTask();
                await stage.Reached;
                Assert.False(left.IsCompleted);
                return AgentOutput.FromText("gone");
            }));
        var context = host.Context();
        await host.Core.ExecuteAsync("parent", context, "");
        var events = host.Log(context);

        Assert.Empty(await stage.WakeGhostAsync());
        stage.Release();
        await host.Meters.ReachedAsync(TestMeters.LateResults, 1);

        Assert.Equal(events, host.Log(context));
    }

    [Fact]
    public async Task Child_EndedWhileItsParentLives_IsFencedAlone()
    {
        using var stage = new Stage();
        IReadOnlyList<string>? unfenced = null;
        await using var host = new TestHost(builder => builder
            .AddAgent("child", (execution, _) =>
            {
                stage.Haunt(execution);
                return AgentOutput.FromText("");
            })
            .AddAgent("parent", async (execution, _) =>
            {
                await execution.CallAgentAsync("child", "");
                unfenced = await stage.WakeGhostAsync();
                execution.Events.Text("still here");
                return AgentOutput.FromText("");
            }));
        var context = host.Context();

        (await host.Core.ExecuteAsync("parent", context, "")).EnsureSuccess();

        Assert.Empty(unfenced!);
        RunInvariants.Check(host.Log(context));
        Assert.Single(host.Log(context).OfType<AgentText>());
    }

    [Fact]
    public async Task CallAgentAsync_Child_BelongsToTheRunAndIsAChildOfItsCaller()
    {
        UserExecutionContext? inner = null;
        ExecutionId childId = default;
        await using var host = new TestHost(builder => builder
            .AddAgent("child", (execution, _) =>
            {
                (inner, childId) = (execution.Context, execution.ExecutionId);
                return AgentOutput.FromValue(execution.Input);
            })
            .AddAgent("parent", async (execution, _) => (await execution.CallAgentAsync("child", ContextValue.List(1, 2))).EnsureSuccess()));
        var context = host.Context();

        var result = await host.Core.ExecuteAsync("parent", context, "");

        Assert.Equal(ContextValue.List(1, 2), result.EnsureSuccess().Value);
        Assert.Equal(context.Owner, inner!.Owner);
        Assert.Equal(context.RunId, inner.RunId);
        Assert.Equal(context.RequestId, inner.ParentRequestId);
        Assert.Equal(1, inner.OperationDepth);
        Assert.Equal("child", inner.OperationName);
        var started = host.Log(context).OfType<AgentStarted>().ToList();
        Assert.Equal([null, result.ExecutionId], started.Select(item => item.ParentExecutionId));
        Assert.Equal([result.ExecutionId!.Value, childId], started.Select(item => item.ExecutionId));
    }

    [Fact]
    public async Task CallAgentAsync_Reentrant_Works()
    {
        await using var host = new TestHost(builder => builder
            .AddAgent("a", async (execution, _) => execution.Context.OperationDepth == 0
                ? (await execution.CallAgentAsync("b", "")).EnsureSuccess()
                : AgentOutput.FromText("inner a"))
            .AddAgent("b", async (execution, _) => (await execution.CallAgentAsync("a", "")).EnsureSuccess()));
        var context = host.Context();

        Assert.Equal("inner a", (await host.Core.ExecuteAsync("a", context, "")).EnsureSuccess().Text);
        Assert.Equal(["a", "b", "a"], host.Log(context).OfType<AgentStarted>().Select(item => item.AgentName));
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task CallAgentAsync_ManyAtOnce_EachHasAnExecutionOfItsOwn()
    {
        await using var host = new TestHost(builder => builder.AddAgent("parent", async (execution, _) =>
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => execution.CallAgentAsync("echo", i.ToString(System.Globalization.CultureInfo.InvariantCulture)).AsTask()));
            Assert.Equal(Enumerable.Range(0, 50).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), results.Select(result => result.EnsureSuccess().Text));
            Assert.Equal(50, results.Select(result => result.ExecutionId).Distinct().Count());
            return AgentOutput.FromText("");
        }));
        var context = host.Context();

        (await host.Core.ExecuteAsync("parent", context, "")).EnsureSuccess();

        Assert.Equal(51, host.Log(context).Select(item => item.ExecutionId).Distinct().Count());
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task CallAgentAsync_ChildDenied_IsAValueForTheParent()
    {
        await using var host = new TestHost(builder => builder
            .AddTool("forbidden", "Needs what nobody grants.", () => "", tool => tool.RequirePermission("other"))
            .AddAgent("child", async (execution, _) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("forbidden", ContextValue.Null)).EnsureSuccess()))
            .AddAgent("parent", async (execution, _) => AgentOutput.FromText((await execution.CallAgentAsync("child", "")).Status.ToString())));

        Assert.Equal("Denied", (await host.Core.ExecuteAsync("parent", host.Context(), "")).EnsureSuccess().Text);
    }
}
