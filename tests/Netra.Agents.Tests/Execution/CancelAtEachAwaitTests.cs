using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.State;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

/// <summary>One agent that waits in every way there is. It is cancelled at each of its awaits in turn.</summary>
public sealed class CancelAtEachAwaitTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Cancel_AtEachAwait_EndsInOrder(bool byOwner, bool ignoresTheToken)
    {
        var awaits = await CountAsync();
        Assert.True(awaits >= 15, $"There are {awaits} awaits.");

        for (var at = 1; at <= awaits; at++)
        {
            using var probe = new AwaitProbe(at, ignoresTheToken);
            await using var host = Host(probe);
            var context = host.Context();
            var running = host.Core.ExecuteAsync("subject", context, "", probe.Caller.Token).AsTask();
            await probe.Hit;

            if (byOwner)
            {
                Assert.True(await host.Core.CancelAsync(host.Context(), context.RunId));
            }
            else
            {
                await probe.Caller.CancelAsync();
            }

            var result = await running;
            var events = host.Log(context);
            probe.Release();
            await probe.Ended;

            Assert.Equal(ExecutionStatus.Cancelled, result.Status);
            Assert.Equal(byOwner ? "run_cancelled" : "caller_cancelled", result.Error!.Code);
            RunInvariants.Check(events);
            Assert.Equal(events, host.Log(context));
            Assert.Null(await host.State.GetAsync(host.Context(), StateScope.User, "last"));
        }
    }

    private static async Task<int> CountAsync()
    {
        using var probe = new AwaitProbe(at: 0, ignoresTheToken: false);
        await using var host = Host(probe);
        var context = host.Context();

        Assert.Equal("done", (await host.Core.ExecuteAsync("subject", context, "")).EnsureSuccess().Text);

        RunInvariants.Check(host.Log(context));
        Assert.NotNull(await host.State.GetAsync(host.Context(), StateScope.User, "last"));
        return probe.Passed;
    }

    private static TestHost Host(AwaitProbe probe) => new(builder =>
    {
        builder.Services.AddSingleton<IStateStore>(new ProbedStore(probe));
        builder.AddToolAuthorizer(new ProbedAuthorizer(probe));
        builder.AddTool("probed", "Waits.", async (CancellationToken cancellationToken) => await probe.PassAsync(cancellationToken), tool => tool.RequirePermission(TestHost.Permission));
        builder.AddAgent("grandchild", async (execution, cancellationToken) =>
        {
            await probe.PassAsync(cancellationToken);
            (await execution.Tools.DispatchAsync("probed", ContextValue.Null, cancellationToken)).EnsureSuccess();
            return AgentOutput.FromText("");
        });
        builder.AddAgent("child", async (execution, cancellationToken) =>
        {
            await probe.PassAsync(cancellationToken);
            (await execution.CallAgentAsync("grandchild", "", cancellationToken)).EnsureSuccess();
            await probe.PassAsync(cancellationToken);
            return AgentOutput.FromText("");
        });
        builder.AddAgent("subject", async (execution, cancellationToken) =>
        {
            try
            {
                return await WorkAsync(probe, execution, cancellationToken);
            }
            finally
            {
                probe.End();
            }
        });
    });

    private static async Task<AgentOutput> WorkAsync(AwaitProbe probe, AgentExecution execution, CancellationToken cancellationToken)
    {
        await probe.PassAsync(cancellationToken);
        await Task.Yield();
        execution.Events.Text("a");
        await probe.PassAsync(cancellationToken);
        (await execution.Tools.DispatchAsync("probed", ContextValue.Null, cancellationToken)).EnsureSuccess();
        await execution.State.SetAsync(StateScope.Thread, "name", 1, cancellationToken);
        await execution.State.GetAsync(StateScope.Thread, "name", cancellationToken);
        (await execution.CallAgentAsync("child", "", cancellationToken)).EnsureSuccess();
        using (execution.ExpectQuiet(TimeSpan.FromMinutes(1)))
        {
            await probe.PassAsync(cancellationToken);
        }

        await Task.WhenAll(
            execution.Tools.DispatchAsync("probed", ContextValue.Null, cancellationToken).AsTask(),
            execution.CallAgentAsync("child", "", cancellationToken).AsTask(),
            execution.CallAgentAsync("grandchild", "", CancellationToken.None).AsTask());
        execution.Events.Progress("nearly", 0.9);
        await probe.PassAsync(cancellationToken);
        await execution.State.SetAsync(StateScope.User, "last", 1, cancellationToken);
        return AgentOutput.FromText("done");
    }

    private sealed class ProbedAuthorizer(AwaitProbe probe) : IToolAuthorizer
    {
        public async ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken)
        {
            await probe.PassAsync(cancellationToken);
            return ToolDecision.Abstain;
        }
    }

    private sealed class ProbedStore(AwaitProbe probe) : IStateStore
    {
        private readonly IStateStore _store = new InMemoryStateStore();

        public async ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken)
        {
            if (cancellationToken.CanBeCanceled)
            {
                await probe.PassAsync(cancellationToken);
            }

            return await _store.GetAsync(key, cancellationToken);
        }

        public async ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken)
        {
            await probe.PassAsync(cancellationToken);
            return await _store.CommitAsync(writes, claim, cancellationToken);
        }

        public ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken) =>
            _store.ListAsync(prefix, afterName, limit, cancellationToken);

        public IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, CancellationToken cancellationToken) => _store.ExportAsync(owner, cancellationToken);

        public ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken) => _store.EraseAsync(owner, cancellationToken);
    }
}
