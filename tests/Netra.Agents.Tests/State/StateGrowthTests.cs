using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Netra.Agents.State;
using Netra.Agents.Tests.Support;
using static Netra.Agents.Tests.State.StateSamples;

namespace Netra.Agents.Tests.State;

/// <summary>What is kept stays within what was asked for, and what is gone is gone.</summary>
public sealed class StateGrowthTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly UserExecutionContext _alice = Context("alice");

    [Fact]
    public async Task Thread_TenThousandTurns_KeepsTheHistoryAskedForAndNothingElse()
    {
        const int Kept = 50;
        const int Turns = 10_000;
        await using var host = new TestHost(builder => builder.AddAgent("chat", async (execution, _) =>
        {
            await execution.History.AddAsync("user", execution.Input);
            var turn = await execution.History.BeginAsync("assistant");
            await turn.SaveAsync("an answer of some");
            await turn.CompleteAsync("an answer of some length");
            await execution.State.SetAsync(StateScope.Run, "note", execution.Input);
            await execution.State.AppendAsync(StateScope.Thread, "recent", execution.Input, keepLast: 10);
            await execution.State.IncrementAsync(StateScope.Thread, "count", 1);
            return AgentOutput.FromText("");
        }), options => (options.HistoryTurnsPerThread, options.RunStateRetention) = (Kept, Minute));
        var store = (InMemoryStateStore)host.Provider.GetRequiredService<IStateStore>();
        var most = (Entries: 0, Size: 0L);
        for (var i = 0; i < Turns / 2; i++)
        {
            (await host.Core.ExecuteAsync("chat", host.Context(), $"question {i:D5}")).EnsureSuccess();
            if (i % 10 == 9)
            {
                host.Clock.Advance(Minute);
                var (entries, size) = store.KeptOf(_alice.Owner);
                most = (Math.Max(most.Entries, entries), Math.Max(most.Size, size));
            }
        }

        output.WriteLine($"After {Turns} turns: at most {most.Entries} entries, {most.Size} characters.");

        // The turns, their head, the list and the count; and the notes of the runs of two minutes.
        Assert.InRange(most.Entries, Kept + 3, Kept + 3 + 20);
        Assert.InRange(most.Size, 1, 30_000);
        Assert.Equal(Turns / 2, (await host.State.GetAsync(host.Context(), StateScope.Thread, "count"))!.Value);
        Assert.Equal(Turns, (await host.State.History(host.Context()).ReadLastAsync(1))[0].Sequence);
        Assert.Equal(Kept, (await host.State.History(host.Context()).ReadLastAsync(1_000)).Count);
    }

    [Fact]
    public async Task Values_OverwrittenDeletedExpiredOrErased_AreFreed()
    {
        using var store = new InMemoryStateStore(_clock);
        WeakReference[] values = [await WriteAsync(store, "overwritten"), await WriteAsync(store, "deleted"), await WriteAsync(store, "expired", Minute), await WriteAsync(store, "of a refused batch", refused: true)];
        var erased = await WriteAsync(store, "erased");
        await store.WriteAsync(Key(_alice, "overwritten"), 1);
        await store.WriteAsync(Key(_alice, "deleted"), null);
        _clock.Advance(Minute * 3);

        Collect();
        Assert.All(values, value => Assert.False(value.IsAlive));
        Assert.True(erased.IsAlive);
        await store.EraseAsync(_alice.Owner, CancellationToken.None);
        Collect();

        Assert.False(erased.IsAlive);
        Assert.Equal(0, store.Owners);
    }

    [Fact]
    public async Task Expired_NobodyWritesAnyMore_GoByThemselvesAndTheTimerRests()
    {
        using var store = new InMemoryStateStore(_clock);
        for (var i = 0; i < 100; i++)
        {
            await store.CommitAsync(null, StateWrite.Set(Key(Context($"user{i}")), i, null, _clock.GetUtcNow() + (Minute * 5)));
        }

        await store.CommitAsync(null, StateWrite.Set(Key(_alice), 1, null, _clock.GetUtcNow() + Minute), StateWrite.Set(Key(_alice, "stays"), 1));
        Assert.Equal(101, store.Owners);

        _clock.Advance(Minute * 2);
        Assert.Equal((1, 101), (store.KeptOf(_alice.Owner).Entries, store.Owners));
        _clock.Advance(Minute * 4);
        Assert.Equal((1, 1), (store.KeptOf(_alice.Owner).Entries, store.Owners));

        // Armed anew by the next that expires.
        await store.CommitAsync(null, StateWrite.Set(Key(_alice), 1, null, _clock.GetUtcNow() + Minute));
        Assert.Equal(2, store.KeptOf(_alice.Owner).Entries);
        _clock.Advance(Minute * 2);
        Assert.Equal(1, store.KeptOf(_alice.Owner).Entries);
    }

    [Fact]
    public async Task Full_ExpiredInTheWay_MakeRoom()
    {
        using var store = new InMemoryStateStore(_clock, new InMemoryStateLimits { EntriesPerOwner = 3, SweepPeriod = TimeSpan.FromDays(1) });
        for (var i = 0; i < 3; i++)
        {
            await store.CommitAsync(null, StateWrite.Set(Key(_alice, $"{i}"), i, null, i == 0 ? null : _clock.GetUtcNow() + Minute));
        }

        AssertFault(StateFaultCode.Full, await store.WriteAsync(Key(_alice, "new"), 1));
        _clock.Advance(Minute);

        Assert.True((await store.WriteAsync(Key(_alice, "new"), 1)).Succeeded);
        Assert.Equal(2, store.KeptOf(_alice.Owner).Entries);
        Assert.True((await store.CommitAsync(null, StateWrite.Set(Key(_alice, "0"), 5), StateWrite.Delete(Key(_alice, "new")), StateWrite.Set(Key(_alice, "a"), 1), StateWrite.Set(Key(_alice, "b"), 1))).Succeeded);
        AssertFault(StateFaultCode.Full, await store.CommitAsync(null, StateWrite.Set(Key(_alice, "0"), 6), StateWrite.Set(Key(_alice, "c"), 1)));
        Assert.Equal(5, (await store.GetAsync(Key(_alice, "0")))!.Value);
    }

    [Fact]
    public async Task Full_OwnersWhoseEntriesExpired_MakeRoom()
    {
        using var store = new InMemoryStateStore(_clock, new InMemoryStateLimits { Owners = 2, SweepPeriod = TimeSpan.FromDays(1) });
        await store.CommitAsync(null, StateWrite.Set(Key(_alice), 1, null, _clock.GetUtcNow() + Minute));
        await store.WriteAsync(Key(Context("bob")), 1);
        AssertFault(StateFaultCode.Full, await store.WriteAsync(Key(Context("carol")), 1));

        // What leaves nothing behind needs no room.
        Assert.True((await store.WriteAsync(Key(Context("carol")), null)).Succeeded);
        AssertConflict(0, await store.WriteAsync(Key(Context("carol")), 1, 7));
        _clock.Advance(Minute);

        Assert.True((await store.WriteAsync(Key(Context("carol")), 1)).Succeeded);
        Assert.Equal(2, store.Owners);
    }

    [Fact]
    public async Task Owners_ThatHoldNothing_TakeNoPlace()
    {
        using var store = new InMemoryStateStore(_clock, new InMemoryStateLimits { Owners = 1 });
        for (var i = 0; i < 50; i++)
        {
            var context = Context($"user{i}");
            AssertConflict(0, await store.WriteAsync(Key(context), 1, 7));
            AssertFault(StateFaultCode.TooLarge, await store.CommitAsync(null, StateWrite.Append(Key(context), Deep(ContextValue.MaxDepth))));
            Assert.True((await store.WriteAsync(Key(context), null)).Succeeded);
            var claim = Claim(context);
            Fell(claim);
            await Assert.ThrowsAsync<ExecutionFencedException>(() => store.WriteAsync(Key(context), 1, claim: claim));
            Assert.True((await store.WriteAsync(Key(context), 1)).Succeeded);
            Assert.Equal(1, store.Owners);
            Assert.True((await store.WriteAsync(Key(context), null)).Succeeded);
            Assert.Equal(0, store.Owners);
        }
    }

    [Fact]
    public async Task Versions_OfAnOwnerWhoWasLetGo_AreNotUsedAgain()
    {
        using var store = new InMemoryStateStore(_clock);
        var last = 0L;
        for (var i = 0; i < 20; i++)
        {
            for (var n = i; n < 20; n++)
            {
                var version = (await store.WriteAsync(Key(_alice), n)).Version;
                Assert.True(version > last);
                last = version;
            }

            await store.WriteAsync(Key(_alice), null);
            Assert.Equal(0, store.Owners);
        }
    }

    [Fact]
    public async Task Versions_WhileTheOwnerComesAndGoes_AreNotUsedAgain()
    {
        using var store = new InMemoryStateStore(_clock);

        var versions = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            var own = new List<long>();
            for (var n = 0; n < 3_000; n++)
            {
                var set = await store.WriteAsync(Key(_alice, $"{i % 2}"), n);
                own.Add(set.Version);
                await store.WriteAsync(Key(_alice, $"{i % 2}"), null, set.Version);
            }

            return own;
        })));

        Assert.Equal(4 * 3_000, versions.SelectMany(own => own).Distinct().Count());
        await store.EraseAsync(_alice.Owner, CancellationToken.None);
        Assert.Equal(0, store.Owners);
    }

    [Fact]
    public async Task Epochs_OfRunsTakenOver_AreForgottenAfterTheRetention()
    {
        using var store = new InMemoryStateStore(_clock, new InMemoryStateLimits { EpochRetention = Minute * 5, EntriesPerOwner = 10 });
        for (var i = 0; i < 100; i++)
        {
            var context = Context("alice");
            (await store.CommitAsync(Claim(context, epoch: 2), StateWrite.Set(Key(context, "name", StateScope.Run), 1), StateWrite.Delete(Key(context, "name", StateScope.Run)))).EnsureSuccess();
            await Assert.ThrowsAsync<ExecutionFencedException>(() => store.WriteAsync(Key(context, "name", StateScope.Run), 1, claim: Claim(context)));
            _clock.Advance(Minute);
        }

        Assert.Equal(1, store.Owners);
        _clock.Advance(Minute * 6);
        Assert.Equal(0, store.Owners);
    }

    [Fact]
    public async Task Epochs_OfMoreRunsThanThereIsRoomFor_AreRefusedAndDeletingStillWorks()
    {
        using var store = new InMemoryStateStore(_clock, new InMemoryStateLimits { EntriesPerOwner = 4 });
        await store.CommitAsync(null, StateWrite.Set(Key(_alice, "a"), 1), StateWrite.Set(Key(_alice, "b"), 1));
        for (var i = 0; i < 2; i++)
        {
            (await store.CommitAsync(Claim(Context("alice"), epoch: 2), StateWrite.Set(Key(_alice, "a"), i))).EnsureSuccess();
        }

        AssertFault(StateFaultCode.Full, await store.CommitAsync(Claim(Context("alice"), epoch: 2), StateWrite.Set(Key(_alice, "a"), 9)));
        AssertFault(StateFaultCode.Full, await store.WriteAsync(Key(_alice, "c"), 9));
        Assert.True((await store.WriteAsync(Key(_alice, "a"), 3)).Succeeded);
        Assert.True((await store.WriteAsync(Key(_alice, "b"), null)).Succeeded);
        Assert.True((await store.WriteAsync(Key(_alice, "c"), 9)).Succeeded);
    }

    [Fact]
    public async Task DeleteScope_OfManyEntries_GivesTheirRoomBack()
    {
        using var store = new InMemoryStateStore(_clock);
        await store.WriteAsync(Key(_alice), "stays");
        var before = store.KeptOf(_alice.Owner);
        for (var i = 0; i < 10; i++)
        {
            await store.CommitAsync(null, StateWrite.Set(Key(_alice, $"{i}", StateScope.Thread), new string('a', i), null, _clock.GetUtcNow() + Minute));
        }

        Assert.True(store.KeptOf(_alice.Owner).Size > before.Size + 45);
        AssertConflict(0, await store.CommitAsync(null, StateWrite.DeleteScope(Key(_alice, "any", StateScope.Thread)), StateWrite.Expect(Key(_alice, "absent"), 1)));
        Assert.Equal(before.Entries + 10, store.KeptOf(_alice.Owner).Entries);
        (await store.CommitAsync(null, StateWrite.DeleteScope(Key(_alice, "any", StateScope.Thread)))).EnsureSuccess();

        Assert.Equal(before, store.KeptOf(_alice.Owner));
    }

    private static ContextValue Deep(int depth) => Enumerable.Range(0, depth).Aggregate((ContextValue)1, (inner, _) => ContextValue.List(inner));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> WriteAsync(InMemoryStateStore store, string name, TimeSpan? timeToLive = null, bool refused = false)
    {
        var text = new string('v', 100);
        List<StateWrite> writes = [StateWrite.Set(Key(_alice, name), text, null, timeToLive is null ? null : _clock.GetUtcNow() + timeToLive)];
        if (refused)
        {
            writes.Add(StateWrite.Expect(Key(_alice, name), 999_999));
        }

        Assert.Equal(refused, !(await store.CommitAsync(null, [.. writes])).Succeeded);
        return new WeakReference(text);
    }

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
