using static Netra.Agents.Testing.StateTrial;

namespace Netra.Agents.Testing;

/// <summary>Listing by prefix, page by page.</summary>
internal static class ListingCases
{
    internal static IEnumerable<StateStoreCase> All =>
    [
        new("Names are listed by ordinal", OrdinalAsync),
        new("A prefix is taken to the letter", PrefixAsync),
        new("Pages hold everything once, whatever their size", PagesAsync),
        new("Pages stay in step when entries come and go between them", ChangesAsync),
        new("A page tells whether there is more", MoreAsync),
        new("A list holds values and versions", EntriesAsync),
        new("A page size out of range is refused", LimitAsync),
    ];

    private static async Task OrdinalAsync(StateTrial trial)
    {
        string[] names = ["b", "a2", "a10", "A1", "a", "\u00e4", "a\u0301", "\u200ba", "Z", "_", "-", "a-b", "ab", "a_b", "\uff5e", "\ud83d\ude00", "~"];
        foreach (var name in names)
        {
            await trial.SetAsync(Key(trial.Alice, name), 1);
        }

        AreNames(names.Order(StringComparer.Ordinal), await trial.NamesAsync(trial.Alice));
        AreNames(names.Order(StringComparer.Ordinal), await trial.NamesAsync(trial.Alice, limit: 3));
        AreNames(["a", "a-b", "a10", "a2", "a_b", "ab", "a\u0301"], await trial.NamesAsync(trial.Alice, prefix: "a"));
    }

    private static async Task PrefixAsync(StateTrial trial)
    {
        string[] names = ["a_b", "axb", "a%b", "a*b", "a\\b", "a[b", "a", "A_b", "%", "_", "a?b", "a.b"];
        foreach (var name in names)
        {
            await trial.SetAsync(Key(trial.Alice, name), 1);
        }

        foreach (var prefix in new[] { "a_", "a%", "a*", "a\\", "a[", "%", "_", "a?", "a.", "A", "a_b", "c", "a_bc" })
        {
            AreNames(names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal), await trial.NamesAsync(trial.Alice, prefix: prefix));
        }
    }

    private static async Task PagesAsync(StateTrial trial)
    {
        string[] names = [.. Enumerable.Range(0, 23).Select(i => $"p{i:D2}"), "o", "q", "p", "P"];
        await trial.DoneAsync([.. names.Select(name => StateWrite.Set(Key(trial.Alice, name), name))]);
        var expected = names.Where(name => name.StartsWith('p')).Order(StringComparer.Ordinal).ToArray();
        foreach (var limit in new[] { 1, 2, 5, 23, 24, 25, StatePage.MaxLimit })
        {
            AreNames(expected, await trial.NamesAsync(trial.Alice, prefix: "p", limit: limit));
        }
    }

    private static async Task ChangesAsync(StateTrial trial)
    {
        foreach (var name in new[] { "b", "d", "f", "h" })
        {
            await trial.SetAsync(Key(trial.Alice, name), 1);
        }

        var prefix = StateKey.ForPrefix(trial.Alice, StateScope.User, "");
        var first = await trial.Store.ListAsync(prefix, null, 2, trial.Token);
        await trial.DoneAsync(StateWrite.Delete(Key(trial.Alice, "d")), StateWrite.Delete(Key(trial.Alice, "b")), StateWrite.Set(Key(trial.Alice, "a"), 1), StateWrite.Set(Key(trial.Alice, "e"), 1));
        AreNames(["b", "d"], first.Names);
        AreNames(["e", "f"], (await trial.Store.ListAsync(prefix, first.Next, 2, trial.Token)).Names);
        AreNames(["h"], (await trial.Store.ListAsync(prefix, "f", 2, trial.Token)).Names);
    }

    private static async Task MoreAsync(StateTrial trial)
    {
        await trial.DoneAsync(StateWrite.Set(Key(trial.Alice, "a"), 1), StateWrite.Set(Key(trial.Alice, "b"), 1), StateWrite.Set(Key(trial.Alice, "c"), 1));
        var prefix = StateKey.ForPrefix(trial.Alice, StateScope.User, "");
        Expect((await trial.Store.ListAsync(prefix, null, 2, trial.Token)) is { HasMore: true, Next: "b" }, "more after two of three");
        Expect((await trial.Store.ListAsync(prefix, null, 3, trial.Token)) is { HasMore: false, Next: null }, "no more after three of three");
        Expect((await trial.Store.ListAsync(prefix, "b", 1, trial.Token)) is { HasMore: false, Items.Count: 1 }, "no more after the last");
        Expect((await trial.Store.ListAsync(prefix, "c", 1, trial.Token)) is { HasMore: false, Items.Count: 0 }, "nothing after the last");
    }

    private static async Task EntriesAsync(StateTrial trial)
    {
        var expiresAt = trial.Clock.GetUtcNow().AddHours(1);
        await trial.SetAsync(Key(trial.Alice, "a"), "one", null, expiresAt);
        await trial.SetAsync(Key(trial.Alice, "b"), 2);
        foreach (var (name, entry) in (await trial.Store.ListAsync(StateKey.ForPrefix(trial.Alice, StateScope.User, ""), null, 10, trial.Token)).Items)
        {
            Expect(entry == await trial.GetAsync(Key(trial.Alice, name)), "a list to hold what a read gives");
        }
    }

    private static async Task LimitAsync(StateTrial trial)
    {
        foreach (var limit in new[] { 0, -1, StatePage.MaxLimit + 1 })
        {
            await ThrowsAsync<ArgumentOutOfRangeException>($"a page of {limit}", async () => await trial.Store.ListAsync(StateKey.ForPrefix(trial.Alice, StateScope.User, ""), null, limit, trial.Token));
        }
    }
}
