using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.State;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class OwnerDataTests
{
    [Fact]
    public async Task Export_OfAnOwner_HoldsStateEventsAndAuditAndNothingOfAnother()
    {
        await using var host = Host();
        foreach (var user in new[] { "alice", "bob" })
        {
            await RememberAsync(host, user);
        }

        var records = await ExportAsync(host, "alice");

        Assert.All(records, record => Assert.Equal(1, (record.State is null ? 0 : 1) + (record.Event is null ? 0 : 1) + (record.Audit is null ? 0 : 1)));
        Assert.Equal(
            ["Run note", "Thread netra.history", "Thread netra.history/turn/0000000000000000001", "User name"],
            records.Where(record => record.State is not null).Select(record => $"{record.State!.Value.Key.Scope} {record.State.Value.Key.Name}"));
        Assert.Contains(records, record => record.Event is AgentStarted);
        Assert.Contains(records, record => record.Event is AgentCompleted);
        Assert.Contains(records, record => record.Audit is { Kind: "tool_call" });
        Assert.All(records, record => Assert.Equal(new Owner(new UserId("alice")), record.State?.Key.Owner ?? record.Audit?.Owner ?? record.Event!.Claim.Owner));
    }

    [Fact]
    public async Task Erase_OfAnOwner_TakesItsStateAndItsRunsAndLeavesAnothers()
    {
        await using var host = Host();
        var hers = await RememberAsync(host, "alice");
        var his = await RememberAsync(host, "bob");
        var before = (await ExportAsync(host, "bob")).Count;

        var erasure = await Data(host).EraseAsync(hers.Owner);

        Assert.Equal(new OwnerErasure(4, 1, 0), erasure);
        Assert.DoesNotContain(await ExportAsync(host, "alice"), record => record.Audit is null);
        Assert.Equal(before, (await ExportAsync(host, "bob")).Count);
        await Assert.ThrowsAsync<RunNotFoundException>(() => host.EventsAsync(host.Context(), hers.RunId));
        Assert.NotEmpty(await host.EventsAsync(host.Context("bob"), his.RunId));
        Assert.Equal(new OwnerErasure(0, 0, 0), await Data(host).EraseAsync(hers.Owner));
        await RememberAsync(host, "alice");
    }

    [Fact]
    public async Task Erase_RunIsLive_EndsItFirstAndNothingIsWrittenAgain()
    {
        using var stage = new Stage();
        AgentExecution? live = null;
        await using var host = Host(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            live = execution;
            await execution.State.SetAsync(StateScope.User, "note", "before");
            await execution.History.BeginAsync("assistant", "half");
            stage.Haunt(execution);
            await stage.HangAsync();
            await execution.State.SetAsync(StateScope.User, "note", "after");
            return AgentOutput.FromText("");
        }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached.Soon();

        var erasure = await Data(host).EraseAsync(context.Owner);
        var result = await running.Soon();

        Assert.Equal((1, 1), (erasure.Runs, erasure.EndedRuns));
        Assert.Equal((ExecutionStatus.Cancelled, AgentErrorCodes.OwnerErased), (result.Status, result.Error!.Code));
        Assert.Empty(await stage.WakeGhostAsync());
        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await host.State.SetAsync(live!.Context, StateScope.User, "note", "late"));
        stage.Release();
        Assert.All(await ExportAsync(host, "alice"), IsErasure);
        await Assert.ThrowsAsync<RunNotFoundException>(() => host.EventsAsync(host.Context(), context.RunId));
    }

    [Fact]
    public async Task Erase_LiveRuns_TakeNoPlaceAmongTheRetained()
    {
        using var stage = new Stage();
        await using var host = Host(builder =>
        {
            builder.Services.AddNetraAgents(options => options.RetainedRuns = 5);
            builder.AddAgent("subject", async (_, _) =>
            {
                await stage.HangAsync();
                return AgentOutput.FromText("");
            });
        });
        var running = Enumerable.Range(0, 10).Select(_ => host.Core.ExecuteAsync("subject", host.Context(), "").AsTask()).ToArray();
        Assert.Equal(10, (await Data(host).EraseAsync(host.Context().Owner)).EndedRuns);
        await Task.WhenAll(running).Soon();

        var his = new List<UserExecutionContext>();
        for (var i = 0; i < 3; i++)
        {
            his.Add(await RememberAsync(host, "bob"));
        }

        Assert.All(his, context => Assert.NotEmpty(host.Log(context)));
    }

    [Fact]
    public async Task Erase_SomebodyReadsTheRun_TheyAreToldHowItEnded()
    {
        using var stage = new Stage();
        await using var host = Host(builder => builder.AddAgent("subject", async (_, _) =>
        {
            await stage.HangAsync();
            return AgentOutput.FromText("");
        }));
        var context = host.Context();
        var reading = Task.Run(async () =>
        {
            var events = new List<AgentEvent>();
            await foreach (var item in host.Core.StreamAsync("subject", context, ""))
            {
                events.Add(item);
            }

            return events;
        });
        await stage.Reached.Soon();

        await Data(host).EraseAsync(context.Owner);

        Assert.Equal(AgentErrorCodes.OwnerErased, Assert.IsType<AgentCancelled>((await reading.Soon())[^1]).Error!.Code);
    }

    [Fact]
    public async Task Erase_UnderWay_NoRunOfTheOwnerBeginsAndAnothersDo()
    {
        var store = new SlowStore();
        await using var host = Host(builder => builder.Services.AddSingleton<IStateStore>(store));
        var erasing = Data(host).EraseAsync(host.Context().Owner).AsTask();
        var context = host.Context();

        var refused = await host.Core.ExecuteAsync("echo", context, "");
        (await host.Core.ExecuteAsync("echo", host.Context("bob"), "")).EnsureSuccess();
        store.Gate.SetResult();
        await erasing.Soon();

        Assert.Equal((ExecutionStatus.Rejected, AgentErrorCodes.OwnerErased), (refused.Status, refused.Error!.Code));
        (await host.Core.ExecuteAsync("echo", host.Context(), "")).EnsureSuccess();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Core.ExecuteAsync("echo", context, ""));
    }

    [Fact]
    public async Task Erase_StoreFails_ThrowsAndCanBeTriedAgain()
    {
        var store = new SlowStore();
        await using var host = Host(builder => builder.Services.AddSingleton<IStateStore>(store));
        await host.State.SetAsync(host.Context(), StateScope.User, "name", 1);
        store.Gate.SetException(new IOException("the disk is gone"));

        await Assert.ThrowsAsync<IOException>(async () => await Data(host).EraseAsync(host.Context().Owner));

        (await host.Core.ExecuteAsync("echo", host.Context(), "")).EnsureSuccess();
        store.Gate = new TaskCompletionSource();
        store.Gate.SetResult();
        Assert.Equal(1, (await Data(host).EraseAsync(host.Context().Owner)).StateEntries);
    }

    [Fact]
    public async Task Erase_RunsComeAllTheTime_LeavesNothingOfThoseBefore()
    {
        await using var host = Host(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            for (var i = 0; i < 5; i++)
            {
                await execution.State.SetAsync(StateScope.Run, $"{i}", execution.Input);
                await Task.Yield();
            }

            return AgentOutput.FromText("");
        }));
        var stopped = false;
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref stopped))
            {
                await host.Core.ExecuteAsync("subject", host.Context(), "secret");
            }
        })).ToArray();

        for (var i = 0; i < 100; i++)
        {
            await Data(host).EraseAsync(host.Context().Owner);
        }

        Volatile.Write(ref stopped, true);
        await Task.WhenAll(clients).Soon();
        await Data(host).EraseAsync(host.Context().Owner);
        Assert.All(await ExportAsync(host, "alice"), IsErasure);
        (await host.Core.ExecuteAsync("echo", host.Context(), "")).EnsureSuccess();
    }

    [Fact]
    public async Task OwnerData_WithoutAnOwner_Refuses()
    {
        await using var host = Host();

        await Assert.ThrowsAsync<ArgumentException>(async () => await Data(host).EraseAsync(default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Data(host).ExportAsync(default).GetAsyncEnumerator().MoveNextAsync());
    }

    /// <summary>That something was erased is all that stays of it.</summary>
    private static void IsErasure(OwnerRecord record) => Assert.Equal(AuditKinds.Erasure, record.Audit?.Kind);

    private static TestHost Host(Action<INetraAgentsBuilder>? register = null) => new(builder =>
    {
        builder.AddAgent("remembers", async (execution, _) =>
        {
            await execution.State.SetAsync(StateScope.Run, "note", execution.Input);
            await execution.State.SetAsync(StateScope.User, "name", execution.Input);
            await execution.History.AddAsync("user", execution.Input);
            await execution.Tools.DispatchAsync("unknown", ContextValue.Null);
            return AgentOutput.FromValue(execution.Input);
        });
        register?.Invoke(builder);
    });

    private static IOwnerData Data(TestHost host) => host.Provider.GetRequiredService<IOwnerData>();

    private static async Task<UserExecutionContext> RememberAsync(TestHost host, string user)
    {
        var context = host.Context(user);
        (await host.Core.ExecuteAsync("remembers", context, $"{user}'s")).EnsureSuccess();
        return context;
    }

    private static async Task<List<OwnerRecord>> ExportAsync(TestHost host, string user)
    {
        var records = new List<OwnerRecord>();
        await foreach (var record in Data(host).ExportAsync(host.Context(user).Owner))
        {
            records.Add(record);
        }

        return records;
    }

    private sealed class SlowStore : IStateStore
    {
        private readonly IStateStore _inner = new InMemoryStateStore();

        internal TaskCompletionSource Gate { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken) => _inner.GetAsync(key, cancellationToken);

        public ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken) =>
            _inner.CommitAsync(writes, claim, cancellationToken);

        public ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken) =>
            _inner.ListAsync(prefix, afterName, limit, cancellationToken);

        public IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, CancellationToken cancellationToken) => _inner.ExportAsync(owner, cancellationToken);

        public async ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken)
        {
            await Gate.Task;
            return await _inner.EraseAsync(owner, cancellationToken);
        }
    }
}
