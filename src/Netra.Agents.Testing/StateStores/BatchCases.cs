using static Netra.Agents.Testing.StateTrial;

namespace Netra.Agents.Testing;

/// <summary>All or nothing, in order.</summary>
internal static class BatchCases
{
    internal static IEnumerable<StateStoreCase> All =>
    [
        new("A batch is done in its order", OrderAsync),
        new("A batch tells the version of each write", VersionsAsync),
        new("A conflict in the last write leaves the first undone", trial => UndoneAsync(trial, StateWrite.Set(Key(trial.Alice, "guard"), 1, 999_999))),
        new("A failed expectation leaves the first undone", trial => UndoneAsync(trial, StateWrite.Expect(Key(trial.Alice, "guard"), 999_999))),
        new("A fault in the last write leaves the first undone", trial => UndoneAsync(trial, StateWrite.Increment(Key(trial.Alice, "text"), 1))),
        new("A batch is seen whole or not at all", WholeAsync),
        new("Deleting a scope takes what is in it and nothing else", ScopeAsync),
        new("A refusal names the write that it is of", PlaceAsync),
    ];

    private static async Task OrderAsync(StateTrial trial)
    {
        await trial.SetAsync(Key(trial.Alice, "gone"), 1);
        await trial.DoneAsync(
            StateWrite.Set(Key(trial.Alice, "a"), 1), StateWrite.Increment(Key(trial.Alice, "a"), 5), StateWrite.Delete(Key(trial.Alice, "gone")),
            StateWrite.Set(Key(trial.Alice, "b"), 1, 0), StateWrite.Delete(Key(trial.Alice, "b")), StateWrite.Set(Key(trial.Alice, "b"), 2, 0),
            StateWrite.Set(Key(trial.Alice, "t", StateScope.Thread), 3), StateWrite.DeleteScope(Key(trial.Alice, "t", StateScope.Thread)), StateWrite.Set(Key(trial.Alice, "u", StateScope.Thread), 4));
        await trial.HoldsAsync(Key(trial.Alice, "a"), 6);
        await trial.HoldsAsync(Key(trial.Alice, "b"), 2);
        AreNames(["a", "b"], await trial.NamesAsync(trial.Alice));
        AreNames(["u"], await trial.NamesAsync(trial.Alice, StateScope.Thread));
    }

    private static async Task VersionsAsync(StateTrial trial)
    {
        var there = await trial.SetAsync(Key(trial.Alice, "there"), 1);
        var commit = await trial.CommitAsync(
            StateWrite.Set(Key(trial.Alice, "a"), 1), StateWrite.Expect(Key(trial.Alice, "there"), there), StateWrite.Delete(Key(trial.Alice, "there"), there), StateWrite.Increment(Key(trial.Alice, "b"), 3));
        Expect(commit is { Succeeded: true, Count: 4 }, "a commit of four writes");
        await trial.HoldsAsync(Key(trial.Alice, "a"), 1, commit[0].Version);
        Expect(commit[1].Version == there && commit[2].Version == 0, "the version that is there for an expectation, and 0 for a deletion");
        await trial.HoldsAsync(Key(trial.Alice, "b"), 3, commit[3].Version);
        Expect(commit[3].Value == 3 && commit.Version == commit[3].Version, "the sum of the increment, and the last version as that of the commit");
    }

    private static async Task UndoneAsync(StateTrial trial, StateWrite refused)
    {
        var version = await trial.SetAsync(Key(trial.Alice, "there"), "before");
        var text = await trial.SetAsync(Key(trial.Alice, "text"), "text");
        await trial.SetAsync(Key(trial.Alice, "list"), ContextValue.List(1));
        var thread = await trial.SetAsync(Key(trial.Alice, "a", StateScope.Thread), 1, null, trial.Clock.GetUtcNow().AddHours(1));

        var commit = await trial.CommitAsync(
            StateWrite.Set(Key(trial.Alice, "new"), 1), StateWrite.Set(Key(trial.Alice, "there"), "after"), StateWrite.Delete(Key(trial.Alice, "there")), StateWrite.Append(Key(trial.Alice, "list"), 2),
            StateWrite.DeleteScope(Key(trial.Alice, "a", StateScope.Thread)), StateWrite.Set(Key(trial.Alice, "b", StateScope.Thread), 2), refused);

        Expect(!commit.Succeeded, "the batch to be refused");
        await trial.HoldsNothingAsync(Key(trial.Alice, "new"));
        await trial.HoldsAsync(Key(trial.Alice, "there"), "before", version);
        await trial.HoldsAsync(Key(trial.Alice, "list"), ContextValue.List(1));
        await trial.HoldsAsync(Key(trial.Alice, "text"), "text", text);
        await trial.HoldsAsync(Key(trial.Alice, "a", StateScope.Thread), 1, thread);
        AreNames(["list", "text", "there"], await trial.NamesAsync(trial.Alice));
        AreNames(["a"], await trial.NamesAsync(trial.Alice, StateScope.Thread));
    }

    private static async Task WholeAsync(StateTrial trial)
    {
        await trial.DoneAsync(StateWrite.Set(Key(trial.Alice, "a"), 0), StateWrite.Set(Key(trial.Alice, "b"), 0));
        await trial.AtOnceAsync(8, async i =>
        {
            for (var n = 0; n < 25; n++)
            {
                if (i % 2 == 0)
                {
                    await trial.DoneAsync(StateWrite.Increment(Key(trial.Alice, "a"), 1), StateWrite.Increment(Key(trial.Alice, "b"), 1));
                }
                else
                {
                    var page = await trial.Store.ListAsync(StateKey.ForPrefix(trial.Alice, StateScope.User, ""), null, 2, trial.Token);
                    Expect(page.Items[0].Entry.Value == page.Items[1].Entry.Value, "both halves of a batch to be seen, or neither");
                }
            }

            return i;
        });
        await trial.HoldsAsync(Key(trial.Alice, "a"), 100);
    }

    private static async Task ScopeAsync(StateTrial trial)
    {
        var other = Context("alice", thread: "other");
        UserExecutionContext[] contexts = [trial.Alice, other, trial.Bob];
        foreach (var context in contexts)
        {
            foreach (var scope in Scopes)
            {
                await trial.SetAsync(Key(context, "a", scope), 1);
                await trial.SetAsync(Key(context, "b", scope), 1);
            }
        }

        await trial.DoneAsync(StateWrite.DeleteScope(Key(trial.Alice, "whatever", StateScope.Thread)));
        await trial.DoneAsync(StateWrite.DeleteScope(Key(trial.Alice, "whatever", StateScope.Run)));
        foreach (var context in contexts)
        {
            foreach (var scope in Scopes)
            {
                var gone = ReferenceEquals(context, trial.Alice) && scope is StateScope.Thread or StateScope.Run;
                AreNames(gone ? [] : ["a", "b"], await trial.NamesAsync(context, scope));
            }
        }
    }

    private static async Task PlaceAsync(StateTrial trial)
    {
        var commit = await trial.CommitAsync(StateWrite.Set(Key(trial.Alice, "a"), 1), StateWrite.Set(Key(trial.Alice, "b"), 1, 7), StateWrite.Set(Key(trial.Alice, "c"), 1, 8));
        Expect(commit.Conflict is { Index: 1 } && commit.Conflict.Key == Key(trial.Alice, "b"), "the first conflict of the batch");
        await trial.SetAsync(Key(trial.Alice, "text"), "text");
        commit = await trial.CommitAsync(StateWrite.Set(Key(trial.Alice, "a"), 1), StateWrite.Append(Key(trial.Alice, "text"), 1));
        Expect(commit.Fault is { Index: 1, Code: StateFaultCode.NotAList }, "the fault of the second write");
    }
}
