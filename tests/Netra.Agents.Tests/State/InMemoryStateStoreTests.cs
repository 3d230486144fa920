using Netra.Agents.State;
using static Netra.Agents.Tests.State.StateSamples;

namespace Netra.Agents.Tests.State;

public sealed class InMemoryStateStoreTests
{
    private readonly IStateStore _store = new InMemoryStateStore();
    private readonly UserExecutionContext _alice = Context();

    [Fact]
    public async Task Get_NothingWritten_IsNull()
    {
        Assert.Null(await _store.GetAsync(Key(_alice)));
        Assert.Empty(await _store.ListAsync(Prefix(_alice, "")));
    }

    [Fact]
    public async Task Write_ThenGet_GivesTheValueAndTheVersionOfTheWrite()
    {
        var value = ContextValue.Map(("a", 1), ("b", "text"));

        var written = await _store.WriteAsync(Key(_alice), value);
        var entry = await _store.GetAsync(Key(_alice));

        Assert.True(written.Succeeded);
        Assert.False(written.IsConflict);
        Assert.True(written.Version >= 1);
        Assert.Equal(new StateEntry(value, written.Version), entry);
    }

    [Fact]
    public async Task Write_NullAsAValue_IsStoredAndNotADeletion()
    {
        await _store.WriteAsync(Key(_alice), ContextValue.Null);

        Assert.True((await _store.GetAsync(Key(_alice)))!.Value.IsNull);
    }

    [Fact]
    public async Task Write_Again_HasAGreaterVersion()
    {
        var versions = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            versions.Add((await _store.WriteAsync(Key(_alice), i)).Version);
            await _store.WriteAsync(Key(_alice, "other"), i);
        }

        Assert.Equal(versions.Order().Distinct(), versions);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Write_ExpectingAnotherVersion_IsAConflictWithTheCurrentOneAndChangesNothing(int off)
    {
        var first = await _store.WriteAsync(Key(_alice), "first");
        var current = await _store.WriteAsync(Key(_alice), "current", first.Version);
        Assert.True(current.Succeeded);
        var expected = off == 0 ? 0 : off > 0 ? current.Version + 1 : first.Version;

        var write = await _store.WriteAsync(Key(_alice), "mine", expected);
        var delete = await _store.WriteAsync(Key(_alice), null, expected);

        Assert.All([write, delete], result => AssertConflict(current.Version, result));
        Assert.True(write.IsConflict);
        Assert.Equal(new StateEntry("current", current.Version), await _store.GetAsync(Key(_alice)));
    }

    [Fact]
    public async Task Write_ExpectingSomethingWhereNothingIs_IsAConflictWithVersionZero()
    {
        AssertConflict(0, await _store.WriteAsync(Key(_alice), "mine", 1));
        Assert.Null(await _store.GetAsync(Key(_alice)));
    }

    [Fact]
    public async Task Write_ExpectingNothing_SucceedsOnce()
    {
        Assert.True((await _store.WriteAsync(Key(_alice), "first", 0)).Succeeded);
        Assert.True((await _store.WriteAsync(Key(_alice), "second", 0)).IsConflict);
        Assert.Equal("first", (await _store.GetAsync(Key(_alice)))!.Value.AsString());
    }

    [Fact]
    public async Task Write_ManyAtOnceExpectingOneVersion_OneSucceeds()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => _store.WriteAsync(Key(_alice), i, 0))));

        var won = Assert.Single(results, result => result.Succeeded);
        Assert.All(results, result => Assert.Equal(won.Version, result.Version));
    }

    [Fact]
    public async Task Delete_ThenWriteAgain_NeverUsesAVersionTwice()
    {
        var seen = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            var written = await _store.WriteAsync(Key(_alice), i, 0);
            Assert.True(written.Succeeded);
            seen.Add(written.Version);
            Assert.Equal((true, 0), Outcome(await _store.WriteAsync(Key(_alice), null, written.Version)));
            Assert.Null(await _store.GetAsync(Key(_alice)));
        }

        Assert.Equal(seen.Order().Distinct(), seen);
    }

    [Fact]
    public async Task Delete_ByWhoeverReadTheOneBefore_IsAConflict()
    {
        var old = await _store.WriteAsync(Key(_alice), "value");
        await _store.WriteAsync(Key(_alice), null);
        var again = await _store.WriteAsync(Key(_alice), "value");

        AssertConflict(again.Version, await _store.WriteAsync(Key(_alice), null, old.Version));
    }

    [Fact]
    public async Task Delete_NothingThere_Succeeds()
    {
        Assert.Equal((true, 0), Outcome(await _store.WriteAsync(Key(_alice), null)));
        Assert.Equal((true, 0), Outcome(await _store.WriteAsync(Key(_alice), null, 0)));
    }

    [Fact]
    public async Task List_Prefix_GivesWhatBeginsWithItSortedByOrdinal()
    {
        foreach (var name in new[] { "b", "a2", "a10", "A1", "a", "ä", "a\u0301", "\u200ba" })
        {
            await _store.WriteAsync(Key(_alice, name), 1);
        }

        await _store.WriteAsync(Key(_alice, "a10"), null);

        Assert.Equal(["a", "a2", "a\u0301"], await _store.ListAsync(Prefix(_alice, "a")));
        Assert.Equal(["A1", "a", "a2", "a\u0301", "b", "ä", "\u200ba"], await _store.ListAsync(Prefix(_alice, "")));
        Assert.Empty(await _store.ListAsync(Prefix(_alice, "c")));
    }

    [Fact]
    public async Task Write_TokenCancelled_WritesNothing()
    {
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await _store.CommitAsync(StateWrite.Set(Key(_alice), "value"), null, new CancellationToken(canceled: true)));

        Assert.Null(await _store.GetAsync(Key(_alice)));
    }

    private static (bool, long) Outcome(StateCommit commit) => (commit.Succeeded, commit.Version);
}
