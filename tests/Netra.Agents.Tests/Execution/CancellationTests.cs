using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class CancellationTests
{
    [Fact]
    public async Task CancelAsync_OtherOwnerWithTheRightRunId_GivesFalseAndNothingHappens()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var context = host.Context("alice");
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;
        var before = host.Log(context);

        Assert.False(await host.Core.CancelAsync(host.Context("mallory"), context.RunId));

        Assert.Equal(before, host.Log(context));
        stage.Release();
        Assert.True((await running).Succeeded);
    }

    [Fact]
    public async Task CancelAsync_UserOfTheSameNameInATenant_IsAnother()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var context = host.Context("alice");
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;
        var other = UserExecutionContext.FromRequest(new Owner(new TenantId("t"), new UserId("alice")), new ThreadId("thread"));

        Assert.False(await host.Core.CancelAsync(other, context.RunId));

        stage.Release();
        Assert.True((await running).Succeeded);
    }

    [Fact]
    public async Task CancelAsync_TwiceOrUnknownOrEnded_GivesFalse()
    {
        using var stage = new Stage();
        await using var host = Host(stage);
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        Assert.False(await host.Core.CancelAsync(host.Context(), RunId.New()));
        Assert.True(await host.Core.CancelAsync(host.Context(), context.RunId));
        Assert.False(await host.Core.CancelAsync(host.Context(), context.RunId));
        await running;
        Assert.False(await host.Core.CancelAsync(host.Context(), context.RunId));
    }

    [Fact]
    public async Task ExecuteAsync_TokenCancelledBefore_EndsAsCancelledAndTheAgentNeverRuns()
    {
        var ran = false;
        await using var host = new TestHost(builder => builder.AddAgent("subject", (_, _) =>
        {
            ran = true;
            return AgentOutput.FromText("");
        }));
        var context = host.Context();

        var result = await host.Core.ExecuteAsync("subject", context, "", new CancellationToken(canceled: true));
        await FlushPoolAsync();

        Assert.Equal(ExecutionStatus.Cancelled, result.Status);
        Assert.Equal("caller_cancelled", result.Error!.Code);
        Assert.False(ran);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task ExecuteAsync_TokenCancelledAfterTheEnd_ChangesNothing()
    {
        using var source = new CancellationTokenSource();
        await using var host = new TestHost();
        var context = host.Context();
        var result = await host.Core.ExecuteAsync("echo", context, "kept", source.Token);

        await source.CancelAsync();

        Assert.Same(result, await host.Core.ExecuteAsync("echo", context, "kept"));
        Assert.True(result.Succeeded);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task CallAgentAsync_OwnTokenCancelled_EndsTheChildOnly()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .AddAgent("child", async (_, _) => { await stage.HangAsync(); return AgentOutput.FromText("late"); })
            .AddAgent("parent", async (execution, _) => AgentOutput.FromText((await execution.CallAgentAsync("child", "", stage.Caller.Token)).Error!.Code)));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("parent", context, "").AsTask();
        await stage.Reached;

        await stage.Caller.CancelAsync();

        Assert.Equal("caller_cancelled", (await running).EnsureSuccess().Text);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task CancelAsync_DeepTree_CancelsTheTokensOfAllOfIt()
    {
        using var stage = new Stage();
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = new TestHost(builder => builder
            .AddAgent("deep", async (execution, cancellationToken) =>
            {
                if (execution.Context.OperationDepth < 3)
                {
                    return (await execution.CallAgentAsync("deep", "", cancellationToken)).EnsureSuccess();
                }

                cancellationToken.UnsafeRegister(_ => seen.SetResult(), null);
                await stage.HangAsync();
                return AgentOutput.FromText("late");
            }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("deep", context, "").AsTask();
        await stage.Reached;

        Assert.True(await host.Core.CancelAsync(context, context.RunId));

        await seen.Task;
        Assert.Equal("run_cancelled", (await running).Error!.Code);
        var ends = host.Log(context).OfType<AgentTerminalEvent>().ToList();
        Assert.Equal(["parent_ended", "parent_ended", "parent_ended", "run_cancelled"], ends.Select(end => end.Error!.Code));
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task CancelAsync_CallbackOnTheTokenBlocks_HoldsUpNobody()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (_, cancellationToken) =>
        {
            cancellationToken.UnsafeRegister(_ => stage.Block.Wait(CancellationToken.None), null);
            await stage.HangAsync();
            return AgentOutput.FromText("late");
        }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        Assert.True(await host.Core.CancelAsync(context, context.RunId));

        Assert.Equal(ExecutionStatus.Cancelled, (await running).Status);
    }

    [Fact]
    public async Task CancelAsync_AgentHasGivenItsOutputAndCleansUp_KeepsTheOutput()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddScoped(_ => new HangingSession(stage));
            builder.AddAgent("subject", (execution, _) =>
            {
                execution.Services.GetRequiredService<HangingSession>();
                return AgentOutput.FromText("given");
            });
        });
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        Assert.True(await host.Core.CancelAsync(context, context.RunId));

        Assert.Equal("given", (await running).EnsureSuccess().Text);
        RunInvariants.Check(host.Log(context));
    }

    private static TestHost Host(Stage stage) => new(builder => builder.AddAgent("subject", async (_, _) =>
    {
        await stage.HangAsync();
        return AgentOutput.FromText("done");
    }));

    /// <summary>Ends when the pool has taken up what was queued before.</summary>
    private static async Task FlushPoolAsync()
    {
        for (var i = 0; i < 100; i++)
        {
            await Task.Yield();
        }
    }
}
