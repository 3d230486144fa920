using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.State;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;
using static Netra.Agents.Tests.State.StateSamples;

namespace Netra.Agents.Tests.State;

/// <summary>What went wrong in other systems, each with the outcome that it has here.</summary>
public sealed class StateLessonsTests
{
    private readonly IStateStore _store = new InMemoryStateStore();
    private readonly UserExecutionContext _alice = Context("alice");

    [Fact]
    public async Task SlowTurn_ReadBeforeANewerWrote_IsAConflictAndTheNewerStays()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .AddAgent("slow", async (execution, _) =>
            {
                var read = await execution.State.GetAsync(StateScope.Thread, "cart");
                await stage.HangAsync();
                var commit = await execution.State.SetAsync(StateScope.Thread, "cart", "slow", read!.Version);
                return AgentOutput.FromValue(ContextValue.List(commit.Succeeded, commit.Conflict!.CurrentVersion));
            })
            .AddAgent("quick", async (execution, _) => AgentOutput.FromValue((await execution.State.SetAsync(StateScope.Thread, "cart", "quick")).Version)));
        await host.State.SetAsync(host.Context(), StateScope.Thread, "cart", "first");

        var slow = host.Core.ExecuteAsync("slow", host.Context(), "").AsTask();
        await stage.Reached.Soon();
        var newer = (await host.Core.ExecuteAsync("quick", host.Context(), "")).EnsureSuccess().Value;
        stage.Release();

        Assert.Equal(ContextValue.List(false, newer), (await slow.Soon()).EnsureSuccess().Value);
        Assert.Equal("quick", (await host.State.GetAsync(host.Context(), StateScope.Thread, "cart"))!.Value);
    }

    [Fact]
    public async Task ParallelBranches_IncrementAndAppend_AllCount()
    {
        await using var host = new TestHost(builder => builder
            .AddAgent("branch", async (execution, _) =>
            {
                await execution.State.IncrementAsync(StateScope.Run, "done", 1);
                await execution.State.AppendAsync(StateScope.Run, "names", execution.Input);
                return AgentOutput.FromText("");
            })
            .AddAgent("root", async (execution, _) =>
            {
                await Task.WhenAll(Enumerable.Range(0, 20).Select(async i => (await execution.CallAgentAsync("branch", $"{i}")).EnsureSuccess()));
                return AgentOutput.FromValue(ContextValue.List((await execution.State.GetAsync(StateScope.Run, "done"))!.Value, (await execution.State.GetAsync(StateScope.Run, "names"))!.Value));
            }));

        var output = (await host.Core.ExecuteAsync("root", host.Context(), "")).EnsureSuccess().Value;

        Assert.Equal(20, output[0]);
        Assert.Equal(Enumerable.Range(0, 20).ToHashSet(), output[1].Items.Select(item => int.Parse(item.Text, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet());
    }

    [Fact]
    public async Task DoubleResume_TwoTakeTheSameCheckpoint_OneGoesOn()
    {
        var waits = await _store.WriteAsync(Key(_alice, "step", StateScope.Workflow), "waits for input");

        var resumes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            _store.WriteAsync(Key(_alice, "step", StateScope.Workflow), $"resumed by {i}", waits.Version))));

        var won = Assert.Single(resumes, resume => resume.Succeeded);
        Assert.All(resumes.Where(resume => !resume.Succeeded), resume => AssertConflict(won.Version, resume));
    }

    [Fact]
    public async Task Zombie_OfARunThatWasTakenOver_CannotWriteOverItsReplacement()
    {
        var replacement = UserExecutionContext.FromRequest(_alice.Owner, _alice.ThreadId, options: new ContextOptions { RunId = _alice.RunId });
        var (zombie, taken) = (Claim(_alice), Claim(replacement, epoch: 2));
        await _store.WriteAsync(Key(_alice, "step", StateScope.Workflow), 1, claim: zombie);
        await _store.WriteAsync(Key(_alice, "step", StateScope.Workflow), 2, claim: taken);

        foreach (var scope in Enum.GetValues<StateScope>())
        {
            await Assert.ThrowsAsync<ExecutionFencedException>(() => _store.WriteAsync(Key(_alice, "step", scope), "zombie", claim: zombie));
        }

        await Assert.ThrowsAsync<ExecutionFencedException>(() => _store.CommitAsync(zombie, StateWrite.DeleteScope(Key(_alice, "step", StateScope.Workflow))));
        Assert.True(zombie.IsHeld);
        Assert.Equal(2, (await _store.GetAsync(Key(_alice, "step", StateScope.Workflow)))!.Value);
    }

    [Fact]
    public async Task CleanUp_OfACancelledRun_DoesNotDeleteWhatIsNewer()
    {
        var read = await _store.WriteAsync(Key(_alice), "of the run that is cancelled");
        var newer = await _store.WriteAsync(Key(_alice), "newer");

        AssertConflict(newer.Version, await _store.WriteAsync(Key(_alice), null, read.Version));
        AssertConflict(newer.Version, await _store.CommitAsync(null, StateWrite.Set(Key(_alice, "log"), 1), StateWrite.Expect(Key(_alice), read.Version), StateWrite.DeleteScope(Key(_alice))));
        Assert.Equal("newer", (await _store.GetAsync(Key(_alice)))!.Value);
    }

    [Fact]
    public async Task Rollback_OfOneOwner_LeavesAnothersStateAlone()
    {
        var bob = Context("bob");
        await _store.WriteAsync(Key(bob), "his");

        var refused = await _store.CommitAsync(null, StateWrite.Set(Key(_alice, "a"), 1), StateWrite.DeleteScope(Key(_alice)), StateWrite.Expect(Key(_alice), 7));

        AssertConflict(0, refused);
        Assert.Equal("his", (await _store.GetAsync(Key(bob)))!.Value);
        Assert.Null(await _store.GetAsync(Key(_alice, "a")));
    }

    [Fact]
    public async Task ErasedOwner_StaleWriter_MeetsAConflict()
    {
        var read = await _store.WriteAsync(Key(_alice), "before");
        await _store.EraseAsync(_alice.Owner, CancellationToken.None);
        AssertConflict(0, await _store.WriteAsync(Key(_alice), "back again", read.Version));

        var anew = await _store.WriteAsync(Key(_alice), "anew", 0);
        AssertConflict(anew.Version, await _store.WriteAsync(Key(_alice), "back again", read.Version));
    }

    [Fact]
    public async Task Batches_ManyAtOnceOverTheSameKeys_AreOneAfterTheOther()
    {
        await _store.CommitAsync(null, StateWrite.Set(Key(_alice, "a"), 500), StateWrite.Set(Key(_alice, "b"), 500, null));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            for (var n = 0; n < 200; n++)
            {
                var (from, to) = (i + n) % 2 == 0 ? ("a", "b") : ("b", "a");
                if (n % 5 == 0)
                {
                    // Refused after its first half: nothing of it may be left.
                    AssertConflict(0, await _store.CommitAsync(null, StateWrite.Increment(Key(_alice, from), -1), StateWrite.Expect(Key(_alice, "absent"), 1)));
                }

                (await _store.CommitAsync(null, StateWrite.Increment(Key(_alice, from), -1), StateWrite.Increment(Key(_alice, to), 1))).EnsureSuccess();
                var page = await _store.ListAsync(Prefix(_alice, ""), null, 2, CancellationToken.None);
                Assert.Equal(1_000, page.Items.Sum(item => item.Entry.Value.AsInt64()));
            }
        })));

        Assert.Equal(1_000, (await _store.GetAsync(Key(_alice, "a")))!.Value.AsInt64() + (await _store.GetAsync(Key(_alice, "b")))!.Value.AsInt64());
    }

    [Fact]
    public async Task Store_ThatTakesItsTime_FaultIsThrownAllTheSame()
    {
        await using var host = new TestHost(builder => builder.Services.AddSingleton<IStateStore>(new PausingStore(static async () => await Task.Yield())));
        (await host.State.SetAsync(host.Context(), StateScope.User, "name", "text")).EnsureSuccess();

        await Assert.ThrowsAsync<StateException>(async () => await host.State.IncrementAsync(host.Context(), StateScope.User, "name", 1));
        Assert.True((await host.State.SetAsync(host.Context(), StateScope.User, "name", "text", expectedVersion: 0)).IsConflict);
    }
}
