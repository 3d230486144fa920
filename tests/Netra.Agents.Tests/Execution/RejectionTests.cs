using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class RejectionTests
{
    [Fact]
    public async Task ExecuteAsync_RunUnderWay_IsRejectedAndTheRunGoesOn()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (_, _) => { await stage.HangAsync(); return AgentOutput.FromText("first"); }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        var again = await host.Core.ExecuteAsync("subject", context, "");
        var sameRun = await host.Core.ExecuteAsync("subject", host.Context(runId: context.RunId), "");

        foreach (var rejected in new[] { again, sameRun })
        {
            Assert.Equal(ExecutionStatus.Rejected, rejected.Status);
            Assert.Equal("run_in_progress", rejected.Error!.Code);
            Assert.Null(rejected.ExecutionId);
        }

        Assert.Single(host.Log(context));
        stage.Release();
        Assert.Equal("first", (await running).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ExecuteAsync_HostStopping_IsRejectedWithNothingBegun()
    {
        await using var host = new TestHost();
        var context = host.Context();
        host.Stop();

        var result = await host.Core.ExecuteAsync("echo", context, "");

        Assert.Equal(ExecutionStatus.Rejected, result.Status);
        Assert.Equal("shutting_down", result.Error!.Code);
        Assert.Throws<RunNotFoundException>(() => host.Log(context));
    }

    [Fact]
    public async Task StreamAsync_HostStopping_GivesTheOneEventThatSaysWhy()
    {
        await using var host = new TestHost();
        host.Stop();
        var events = new List<AgentEvent>();

        await foreach (var item in host.Core.StreamAsync("echo", host.Context(), ""))
        {
            events.Add(item);
        }

        var failed = Assert.IsType<AgentFailed>(Assert.Single(events));
        Assert.Equal("shutting_down", failed.Error!.Code);
        Assert.Equal(1, failed.Sequence);
        Assert.True(failed.EndsRun);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task CallAgentAsync_TooDeep_IsRejectedAndTheCallerGoesOn(int maxDepth)
    {
        await using var host = new TestHost(builder => builder.AddAgent("deep", async (execution, _) =>
        {
            var result = await execution.CallAgentAsync("deep", "");
            return result.Status == ExecutionStatus.Rejected ? AgentOutput.FromText($"{result.Error!.Code} at {execution.Context.OperationDepth}") : result.EnsureSuccess();
        }));
        var context = host.Context(maxDepth: maxDepth);

        var result = await host.Core.ExecuteAsync("deep", context, "");

        Assert.Equal($"too_deep at {maxDepth}", result.EnsureSuccess().Text);
        Assert.Equal(maxDepth + 1, host.Log(context).OfType<AgentStarted>().Count());
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task CallAgentAsync_StepsUsedUp_IsRejected()
    {
        await using var host = new TestHost(
            builder => builder.AddAgent("subject", async (execution, _) =>
            {
                (await execution.CallAgentAsync("echo", "")).EnsureSuccess();
                (await execution.Tools.DispatchAsync("echo", ContextValue.Null)).EnsureSuccess();
                return AgentOutput.FromText((await execution.CallAgentAsync("echo", "")).Error!.Code);
            }),
            options => options.MaxStepsPerRun = 2);

        Assert.Equal("limit_reached", (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task CallAgentAsync_UnknownAgent_ThrowsIntoTheCaller()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) => (await execution.CallAgentAsync("nobody", "")).EnsureSuccess()));
        var context = host.Context();

        var result = await host.Core.ExecuteAsync("subject", context, "");

        Assert.Equal("agent_failed", result.Error!.Code);
        Assert.IsType<UnknownAgentException>(result.Exception);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task ExecuteAsync_MissingContextOrName_ThrowsAndNothingBegins()
    {
        await using var host = new TestHost();
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await host.Core.ExecuteAsync("echo", null!, ""));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await host.Core.ExecuteAsync(null!, host.Context(), ""));
    }
}
