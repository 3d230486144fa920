using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.DependencyInjection;

public sealed class InjectedContextTests
{
    private readonly ProbeLog _log = new();

    [Fact]
    public async Task Agent_ByType_GetsTheContextOfItsExecution()
    {
        await using var host = Host();

        foreach (var user in new[] { "alice", "bob" })
        {
            Assert.Equal(user, (await host.Core.ExecuteAsync("typed", host.Context(user), "")).EnsureSuccess().Text);
        }

        Assert.Equal(["alice", "bob"], _log.Made.Select(probe => probe.Context.UserId.Value));
    }

    [Fact]
    public async Task ScopedService_OfAnAgent_HasTheContextOfThatExecution()
    {
        await using var host = Host(builder => builder.AddAgent("subject", (execution, _) =>
        {
            Assert.Same(execution.Context, execution.Services.GetRequiredService<Probe>().Context);
            Assert.Same(execution.Context, execution.Services.GetRequiredService<UserExecutionContext>());
            return AgentOutput.FromText("");
        }));

        (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess();
    }

    [Fact]
    public async Task ScopedService_OfATool_HasTheContextOfThatCall()
    {
        await using var host = Host(builder => builder
            .AddTool("probe", "Looks.", (Probe probe, ToolInvocation invocation) => Assert.Same(invocation.UserContext, probe.Context), tool => tool.RequirePermission(TestHost.Permission))
            .AddAgent("subject", async (execution, _) =>
            {
                (await execution.Tools.DispatchAsync("probe", ContextValue.Null)).EnsureSuccess();
                return AgentOutput.FromText("");
            }));
        var context = host.Context();

        (await host.Core.ExecuteAsync("subject", context, "")).EnsureSuccess();

        var probe = Assert.Single(_log.Made);
        Assert.Equal(context.RequestId, probe.Context.ParentRequestId);
        Assert.Equal("probe", probe.Context.OperationName);
    }

    [Fact]
    public async Task ToolByType_GetsTheContextOfItsCallAndTheSameScopeAsTheInvocation()
    {
        var definition = new ToolDefinition("typed", "Says whose it is.") { RequiredPermission = TestHost.Permission };
        await using var host = Host(builder => builder.AddTool<TypedTool>(definition).AddAgent("subject", async (execution, _) =>
            AgentOutput.FromValue((await execution.Tools.DispatchAsync("typed", ContextValue.Null)).EnsureSuccess())));

        Assert.Equal("alice", (await host.Core.ExecuteAsync("subject", host.Context("alice"), "")).EnsureSuccess().Text);
        Assert.Equal("bob", (await host.Core.ExecuteAsync("subject", host.Context("bob"), "")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ScopedService_OfParentChildAndTool_AreThreeWithContextsOfTheirOwn()
    {
        await using var host = Host(builder => builder
            .AddTool("probe", "Looks.", (Probe probe) => { _ = probe; }, tool => tool.RequirePermission(TestHost.Permission))
            .AddAgent("parent", async (execution, _) =>
            {
                var own = execution.Services.GetRequiredService<Probe>();
                (await execution.CallAgentAsync("typed", "")).EnsureSuccess();
                (await execution.Tools.DispatchAsync("probe", ContextValue.Null)).EnsureSuccess();
                Assert.Same(own, execution.Services.GetRequiredService<Probe>());
                Assert.Equal(0, own.Disposals);
                return AgentOutput.FromText("");
            }));
        var context = host.Context();

        (await host.Core.ExecuteAsync("parent", context, "")).EnsureSuccess();

        Assert.Equal(3, _log.Made.Count);
        Assert.Equal(3, _log.Made.Select(probe => probe.Context.RequestId).Distinct().Count());
        Assert.All(_log.Made, probe => Assert.Equal(context.Owner, probe.Context.Owner));
        Assert.All(_log.Made, probe => Assert.Equal(1, probe.Disposals));
    }

    [Fact]
    public async Task Services_AskedForFirstByManyAtOnce_AreOneScope()
    {
        await using var host = Host(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            using var start = new Barrier(8);
            var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(CancellationToken.None);
                    return execution.Services.GetRequiredService<Probe>();
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            Assert.Single(asked.Distinct());
            return AgentOutput.FromText("");
        }));

        (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess();

        Assert.Equal(1, Assert.Single(_log.Made).Disposals);
    }

    private TestHost Host(Action<INetraAgentsBuilder>? register = null) => new(builder =>
    {
        _log.Register(builder);
        builder.AddAgent<TypedAgent>("typed");
        register?.Invoke(builder);
    });

    private sealed class TypedAgent(UserExecutionContext context, Probe probe) : IAgent
    {
        public ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
        {
            Assert.Same(execution.Context, context);
            Assert.Same(context, probe.Context);
            return new(AgentOutput.FromText(context.UserId.Value));
        }
    }

    private sealed class TypedTool(UserExecutionContext context, Probe probe) : ITool
    {
        public ToolDefinition Definition => throw new InvalidOperationException("A tool by type is defined where it is registered.");

        public ValueTask<ContextValue> InvokeAsync(ToolInvocation invocation, CancellationToken cancellationToken)
        {
            Assert.Same(invocation.UserContext, context);
            Assert.Same(probe, invocation.Services.GetRequiredService<Probe>());
            return new(probe.Context.UserId.Value);
        }
    }
}
