using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.State;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;
using static Netra.Agents.Tests.State.StateSamples;

namespace Netra.Agents.Tests.State;

public sealed class StateFenceTests
{
    private readonly IStateStore _store = new InMemoryStateStore();
    private readonly UserExecutionContext _alice = Context("alice");

    [Fact]
    public void TryCommit_Held_HoldsTheFenceOffWhileItCommits()
    {
        var claim = Claim(_alice);
        var heldWithin = false;

        Assert.True(claim.TryCommit(claim, within => heldWithin = within.IsHeld && Monitor.IsEntered(within.Run)));

        Assert.True(heldWithin);
        Assert.False(Monitor.IsEntered(claim.Run));
    }

    [Fact]
    public void TryCommit_Fallen_DoesNothing()
    {
        var claim = Claim(_alice);
        Fell(claim);

        Assert.False(claim.TryCommit(0, _ => Assert.Fail("A lost claim committed.")));
        Assert.False(claim.IsHeld);
        Assert.Equal(1, claim.Epoch);
    }

    [Fact]
    public void TryCommit_CommitThrows_PassesThroughAndLetsGo()
    {
        var claim = Claim(_alice);

        Assert.Throws<FormatException>(() => claim.TryCommit(0, _ => throw new FormatException()));

        Assert.False(Monitor.IsEntered(claim.Run));
        Assert.True(claim.TryCommit(0, _ => { }));
        Assert.Throws<ArgumentNullException>(() => claim.TryCommit<int>(0, null!));
    }

    [Fact]
    public async Task TryCommit_FenceFallsWhileItCommits_WaitsForTheCommit()
    {
        var claim = Claim(_alice);
        using var committing = new ManualResetEventSlim();
        using var falling = new ManualResetEventSlim();
        var steps = new List<string>();
        var fence = Task.Run(() =>
        {
            committing.Wait(CancellationToken.None);
            falling.Set();
            lock (claim.Run)
            {
                claim.FallNeedsLock();
                steps.Add("fell");
            }
        });

        var committed = await Task.Run(() => claim.TryCommit(0, _ =>
        {
            steps.Add("commit begins");
            committing.Set();
            falling.Wait(CancellationToken.None);
            steps.Add(claim.IsHeld ? "commit ends" : "fell within");
        })).Soon();
        await fence.Soon();

        Assert.True(committed);
        Assert.Equal(["commit begins", "commit ends", "fell"], steps);
        Assert.False(claim.TryCommit(0, _ => { }));
    }

    [Fact]
    public async Task Write_ClaimFallsBeforeItsTurn_IsFencedWithNothingWritten()
    {
        var claim = Claim(_alice);
        var before = await _store.WriteAsync(Key(_alice), "before");
        Task<StateCommit> writing;
        lock (claim.Run)
        {
            using var begun = new ManualResetEventSlim();
            writing = Task.Run(() =>
            {
                begun.Set();
                return _store.WriteAsync(Key(_alice), "late", claim: claim);
            });
            begun.Wait(CancellationToken.None);
            claim.FallNeedsLock();
        }

        await Assert.ThrowsAsync<ExecutionFencedException>(() => writing.Soon());
        Assert.Equal(new StateEntry("before", before.Version), await _store.GetAsync(Key(_alice)));
        Assert.True((await _store.WriteAsync(Key(_alice), "next", before.Version)).Succeeded);
    }

    [Fact]
    public async Task Write_ClaimFallen_ChangesNeitherValueNorVersionNorList()
    {
        var claim = Claim(_alice);
        var before = await _store.WriteAsync(Key(_alice), "before", claim: claim);
        Fell(claim);

        await Assert.ThrowsAsync<ExecutionFencedException>(() => _store.WriteAsync(Key(_alice), "late", claim: claim));
        await Assert.ThrowsAsync<ExecutionFencedException>(() => _store.WriteAsync(Key(_alice), null, claim: claim));
        await Assert.ThrowsAsync<ExecutionFencedException>(() => _store.WriteAsync(Key(_alice, "new"), "late", 0, claim));
        await Assert.ThrowsAsync<ExecutionFencedException>(() => _store.WriteAsync(Key(_alice), "late", 999, claim));

        Assert.Equal(new StateEntry("before", before.Version), await _store.GetAsync(Key(_alice)));
        Assert.Equal(["name"], await _store.ListAsync(Prefix(_alice, "")));
    }

    [Fact]
    public async Task Write_ClaimOfAnotherOwner_IsRefusedWithNothingWritten()
    {
        var bob = Context("bob");
        var before = await _store.WriteAsync(Key(_alice), "hers");

        foreach (var value in new ContextValue?[] { "his", null })
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => _store.WriteAsync(Key(_alice), value, claim: Claim(bob)));
            await Assert.ThrowsAsync<InvalidOperationException>(() => _store.WriteAsync(Key(Context("alice", "tenant")), value, claim: Claim(_alice)));
        }

        Assert.Equal(new StateEntry("hers", before.Version), await _store.GetAsync(Key(_alice)));
        Assert.Null(await _store.GetAsync(Key(Context("alice", "tenant"))));
    }

    [Fact]
    public async Task Agent_AfterItsEnd_CannotWriteByAnyFace()
    {
        using var stage = new Stage();
        AgentExecution? ended = null;
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            ended = execution;
            await execution.State.SetAsync(StateScope.User, "name", "in time");
            stage.Haunt(execution);
            return AgentOutput.FromText("");
        }));
        (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess();

        Assert.Empty(await stage.WakeGhostAsync());
        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await host.State.SetAsync(ended!.Context, StateScope.User, "name", "late"));
        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await host.State.DeleteAsync(ended!.Context, StateScope.User, "name"));

        Assert.Equal("in time", (await host.State.GetAsync(host.Context(), StateScope.User, "name"))!.Value.AsString());
        Assert.Equal(["name"], (await host.State.ListAsync(host.Context(), StateScope.User)).Names);
    }
}
