using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

/// <summary>The library's own services, injected into agents and tools, act under the execution that their context belongs to.</summary>
public sealed class InjectedServicesTests
{
    [Fact]
    public async Task Core_CalledWithTheExecutionsOwnContext_IsRejectedAndNoDeadlock()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, cancellationToken) =>
        {
            var core = execution.Services.GetRequiredService<IAgentExecutionCore>();
            var inner = await core.ExecuteAsync("subject", execution.Context, execution.Input, cancellationToken);
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await core.ExecuteAsync("echo", execution.Context, execution.Input, cancellationToken));
            return AgentOutput.FromText(inner.Error!.Code);
        }));

        Assert.Equal("run_in_progress", (await host.Core.ExecuteAsync("subject", host.Context(), "input")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task StateAndTools_WithTheContextOfALiveExecution_WorkUnderIt()
    {
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            foreach (var context in new[] { execution.Context, execution.Context.CreateChildContext("part"), execution.Context.CreateChildContext("part").CreateChildContext("of a part") })
            {
                await UseAsync(execution.Services, context);
            }

            return AgentOutput.FromText("");
        }));
        var context = host.Context();

        (await host.Core.ExecuteAsync("subject", context, "")).EnsureSuccess();

        Assert.Equal(3, host.Log(context).OfType<ToolCompleted>().Count());
        Assert.NotNull(await host.State.GetAsync(host.Context(), StateScope.User, "name"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(180)]
    public async Task StateAndTools_WithTheContextOfAnEndedExecution_AreFenced(int secondsLater)
    {
        await using var host = new TestHost();
        var context = host.Context();
        (await host.Core.ExecuteAsync("echo", context, "")).EnsureSuccess();
        host.Advance(secondsLater);

        foreach (var ended in new[] { context, context.CreateChildContext("part") })
        {
            await AssertFencedAsync(host.Provider, ended);
        }

        Assert.Null(await host.State.GetAsync(host.Context(), StateScope.User, "name"));
    }

    [Fact]
    public async Task StateAndTools_WithTheContextOfAnEndedChild_AreFencedWhileItsParentLives()
    {
        UserExecutionContext? ended = null;
        await using var host = new TestHost(builder => builder
            .AddAgent("child", (execution, _) =>
            {
                ended = execution.Context;
                return AgentOutput.FromText("");
            })
            .AddAgent("parent", async (execution, _) =>
            {
                (await execution.CallAgentAsync("child", "")).EnsureSuccess();
                await AssertFencedAsync(execution.Services, ended!);
                await AssertFencedAsync(execution.Services, ended!.CreateChildContext("part"));
                return AgentOutput.FromText("");
            }));
        var context = host.Context();

        (await host.Core.ExecuteAsync("parent", context, "")).EnsureSuccess();

        Assert.DoesNotContain(host.Log(context), item => item is ToolExecuting);
        Assert.Null(await host.State.GetAsync(host.Context(), StateScope.User, "name"));
    }

    [Fact]
    public async Task StateAndTools_WithTheContextOfATool_WorkWhileTheCallIsOpenAndNotAfterIt()
    {
        UserExecutionContext? ended = null;
        await using var host = new TestHost(builder => builder
            .AddTool("subject", "Uses what was injected.", async (UserExecutionContext context, IServiceProvider services) =>
            {
                ended = context;
                await UseAsync(services, context);
            }, tool => tool.RequirePermission(TestHost.Permission))
            .AddAgent("subject", async (execution, _) =>
            {
                (await execution.Tools.DispatchAsync("subject", ContextValue.Null)).EnsureSuccess();
                await AssertFencedAsync(execution.Services, ended!);
                return AgentOutput.FromText("");
            }));
        var context = host.Context();

        (await host.Core.ExecuteAsync("subject", context, "")).EnsureSuccess();

        Assert.Equal(2, host.Log(context).OfType<ToolCompleted>().Count());
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task Tools_WithAContextThatHasBegunNoRun_AreRefusedAndStateIsTheHostsOwn()
    {
        await using var host = new TestHost();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Tools.DispatchAsync("echo", ContextValue.Null, host.Context()));
        Assert.True((await host.State.SetAsync(host.Context(), StateScope.User, "name", 1)).Succeeded);
    }

    [Fact]
    public async Task Tools_WithAContextOfTheSameRunIdThatBeganNothing_AreNotTheRuns()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (_, _) => { await stage.HangAsync(); return AgentOutput.FromText(""); }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Tools.DispatchAsync("echo", ContextValue.Null, host.Context(runId: context.RunId)));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Tools.DispatchAsync("echo", ContextValue.Null, host.Context("mallory", context.RunId)));

        stage.Release();
        await running;
        Assert.Equal(2, host.Log(context).Count);
    }

    private static async Task UseAsync(IServiceProvider services, UserExecutionContext context)
    {
        Assert.True((await services.GetRequiredService<IStateManager>().SetAsync(context, StateScope.User, "name", 1)).Succeeded);
        (await services.GetRequiredService<IToolDispatcher>().DispatchAsync("echo", ContextValue.Null, context)).EnsureSuccess();
    }

    private static async Task AssertFencedAsync(IServiceProvider services, UserExecutionContext context)
    {
        var state = services.GetRequiredService<IStateManager>();
        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await state.SetAsync(context, StateScope.User, "name", 1));
        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await state.DeleteAsync(context, StateScope.User, "name"));
        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await services.GetRequiredService<IToolDispatcher>().DispatchAsync("echo", ContextValue.Null, context));
    }
}
