using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class DenyTests
{
    private static readonly AgentError Denial = new(AgentErrorCodes.Denied, "Not for anybody.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deny_CodeThatGoesOn_IsFencedAndTheOutcomeIsDenied()
    {
        var after = new TaskCompletionSource<Exception?>();
        await using var host = new TestHost(builder => builder.AddAgent("loop", async (execution, token) =>
        {
            execution.Deny(Denial);
            after.SetResult(await Record.ExceptionAsync(async () => await execution.Tools.DispatchAsync("echo", ContextValue.Null, token)));
            return AgentOutput.FromText("went on");
        }));
        var context = host.Context();

        var result = await host.Core.ExecuteAsync("loop", context, "x", Token);

        Assert.Equal((ExecutionStatus.Denied, Denial), (result.Status, result.Error));
        Assert.IsType<ExecutionFencedException>(await after.Task);
        var last = Assert.IsType<AgentFailed>(host.Log(context)[^1]);
        Assert.Equal(AgentErrorCodes.Denied, last.Error?.Code);
    }

    [Fact]
    public async Task Deny_InAChild_IsTheChildsEndAlone()
    {
        await using var host = new TestHost(builder => builder
            .AddAgent("child", (execution, _) =>
            {
                execution.Deny(Denial);
                return AgentOutput.FromText("went on");
            })
            .AddAgent("parent", async (execution, token) => AgentOutput.FromText((await execution.CallAgentAsync("child", "x", token)).Status.ToString())));

        Assert.Equal("Denied", (await host.Core.ExecuteAsync("parent", host.Context(), "x", Token)).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Deny_AfterTheEnd_IsFenced()
    {
        AgentExecution? kept = null;
        await using var host = new TestHost(builder => builder.AddAgent("keeps", (execution, _) =>
        {
            kept = execution;
            return AgentOutput.FromText("done");
        }));
        await host.Core.ExecuteAsync("keeps", host.Context(), "x", Token);

        Assert.Throws<ExecutionFencedException>(() => kept!.Deny(Denial));
    }
}
