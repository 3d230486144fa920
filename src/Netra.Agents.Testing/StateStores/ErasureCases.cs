using static Netra.Agents.Testing.StateTrial;

namespace Netra.Agents.Testing;

/// <summary>Everything of an owner, and nothing of anybody else.</summary>
internal static class ErasureCases
{
    private static readonly string[] Threads = ["one", "two"];
    private static readonly string[] Names = ["b", "a", "B"];

    internal static IEnumerable<StateStoreCase> All =>
    [
        new("An export holds everything of the owner, in order", ExportAsync),
        new("An erasure takes everything of the owner and nothing else", EraseAsync),
        new("An erased owner begins anew", AnewAsync),
        new("A missing owner is never taken for everybody", MissingAsync),
    ];

    private static async Task ExportAsync(StateTrial trial)
    {
        var written = await FillAsync(trial);
        foreach (var (owner, keys) in written)
        {
            var records = await trial.ExportAsync(owner);
            var expected = keys.OrderBy(key => key.Scope).ThenBy(key => key.ScopeId, StringComparer.Ordinal).ThenBy(key => key.Name, StringComparer.Ordinal);
            Expect(records.Select(record => record.Key).SequenceEqual(expected), $"an export of {keys.Count} entries of the owner, by scope, scope id and name; it has {records.Count}");
            foreach (var record in records)
            {
                Expect(record.Entry == await trial.GetAsync(record.Key), "an export to hold what a read gives");
            }
        }
    }

    private static async Task EraseAsync(StateTrial trial)
    {
        var written = await FillAsync(trial);
        var (owner, keys) = written[0];
        var erased = await trial.Store.EraseAsync(owner, trial.Token);
        Expect(erased == keys.Count, $"an erasure to tell of {keys.Count} entries; it told of {erased}");
        foreach (var key in keys)
        {
            await trial.HoldsNothingAsync(key);
        }

        Expect((await trial.ExportAsync(owner)).Count == 0, "nothing to be left of the owner");
        foreach (var (other, theirs) in written.Skip(1))
        {
            Expect((await trial.ExportAsync(other)).Count == theirs.Count, "another owner to have everything");
        }

        Expect(await trial.Store.EraseAsync(owner, trial.Token) == 0, "a second erasure to find nothing");
    }

    private static async Task AnewAsync(StateTrial trial)
    {
        var old = await trial.SetAsync(Key(trial.Alice), "old");
        await trial.Store.EraseAsync(trial.Alice.Owner, trial.Token);
        await trial.ConflictsAsync(0, StateWrite.Set(Key(trial.Alice), "stale", old));
        var anew = await trial.SetAsync(Key(trial.Alice), "anew", 0);
        Expect(anew > old, $"a version greater than {old}, from before the erasure; it is {anew}");
        await trial.HoldsAsync(Key(trial.Alice), "anew", anew);
    }

    private static async Task MissingAsync(StateTrial trial)
    {
        await trial.SetAsync(Key(trial.Alice), 1);
        await ThrowsAsync<ArgumentException>("an export of nobody", () => trial.ExportAsync(default));
        await ThrowsAsync<ArgumentException>("an erasure of nobody", async () => await trial.Store.EraseAsync(default, trial.Token));
        await trial.HoldsAsync(Key(trial.Alice), 1);
    }

    private static async Task<List<(Owner Owner, List<StateKey> Keys)>> FillAsync(StateTrial trial)
    {
        var written = new List<(Owner, List<StateKey>)>();
        foreach (var (user, tenant) in new[] { ("alice", null), ("alice", "tenant"), ("tenant", "alice"), ("Alice", null), ("bob", "tenant"), ("%", null) })
        {
            var keys = new List<StateKey>();
            foreach (var thread in Threads)
            {
                var context = Context(user, tenant, thread);
                keys.AddRange(Scopes.SelectMany(_ => Names, (scope, name) => Key(context, name, scope)));
            }

            keys = [.. keys.Distinct()];
            await trial.DoneAsync([.. keys.Select(key => StateWrite.Set(key, $"{user} {key.Name}"))]);
            written.Add((Context(user, tenant).Owner, keys));
        }

        return written;
    }
}
