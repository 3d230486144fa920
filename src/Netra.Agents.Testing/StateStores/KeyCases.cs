using static Netra.Agents.Testing.StateTrial;

namespace Netra.Agents.Testing;

/// <summary>Names, and values in and out.</summary>
internal static class KeyCases
{
    internal static IEnumerable<StateStoreCase> All =>
    [
        new("A default key is refused", DefaultAsync),
        new("Names are told apart to the letter", NamesAsync),
        new("Every kind of value comes back as it went in", ValuesAsync),
        new("Null is a value", NullAsync),
        new("What a reader does with its copy changes nothing", CopiesAsync),
        new("The list of writes is not kept", WritesAsync),
        new("A cancelled token writes nothing", CancelledAsync),
    ];

    private static async Task DefaultAsync(StateTrial trial)
    {
        await ThrowsAsync<ArgumentException>("reading a default key", () => trial.GetAsync(default));
        await ThrowsAsync<ArgumentException>("listing a default key", async () => await trial.Store.ListAsync(default, null, 1, trial.Token));
        await ThrowsAsync<ArgumentException>("a batch of nothing", () => trial.CommitAsync());
        await ThrowsAsync<ArgumentException>("a batch of null", () => trial.CommitAsync([null!]));
    }

    private static async Task NamesAsync(StateTrial trial)
    {
        string[] names =
        [
            "a", "A", "a ", " a", "\u00e9", "e\u0301", "a\u200b", "\u200ba", "\ud83d\ude00", "\ufb01", "fi", "\u0130", "i", "I", "\u0131", "'", "\"", "--", "%", "_", "*", "\\", "a/../b", "b", "[a]",
            "null", "0", "00", "\u202eabc", "\u00df", "ss", new string('x', 256), new string('x', 255),
        ];
        for (var i = 0; i < names.Length; i++)
        {
            await trial.SetAsync(Key(trial.Alice, names[i]), i, 0);
        }

        for (var i = 0; i < names.Length; i++)
        {
            await trial.HoldsAsync(Key(trial.Alice, names[i]), i);
        }

        AreNames(names.Order(StringComparer.Ordinal), await trial.NamesAsync(trial.Alice));
    }

    private static async Task ValuesAsync(StateTrial trial)
    {
        ContextValue[] values =
        [
            true, false, 0, long.MaxValue, long.MinValue, 0.1, double.Epsilon, -1e300, 79228162514264337593543950335m, 0.1m, 1234567890.123456789m, "", " text ", "\u0000\u0001\n\r\t\"\\\u2028\ud83d\ude00",
            "null", "1", new DateTimeOffset(2030, 1, 2, 3, 4, 5, 6, TimeSpan.FromHours(5)).AddTicks(7), DateTimeOffset.MinValue.AddTicks(1), ContextValue.FromBytes([0, 1, 255]), ContextValue.FromBytes([]),
            ContextValue.List(), ContextValue.List(1, "1", 1m, 1.5, ContextValue.Null, ContextValue.List(true)), ContextValue.Map(), ContextValue.Map(("b", 1), ("a", ContextValue.Map(("", ContextValue.Null), ("$type", "x")))),
            new string('z', 300_000),
        ];
        for (var i = 0; i < values.Length; i++)
        {
            var version = await trial.SetAsync(Key(trial.Alice, $"{i}"), values[i]);
            await trial.HoldsAsync(Key(trial.Alice, $"{i}"), values[i], version);
        }
    }

    private static async Task NullAsync(StateTrial trial)
    {
        var version = await trial.SetAsync(Key(trial.Alice), ContextValue.Null);
        Expect(version > 0, "null to be stored under a version");
        await trial.HoldsAsync(Key(trial.Alice), ContextValue.Null, version);
        await trial.ConflictsAsync(version, StateWrite.Set(Key(trial.Alice), 1, 0));
    }

    private static async Task CopiesAsync(StateTrial trial)
    {
        byte[] bytes = [1, 2, 3];
        await trial.SetAsync(Key(trial.Alice), ContextValue.FromBytes(bytes));
        bytes[0] = 9;
        (await trial.GetAsync(Key(trial.Alice)))!.Value.AsBytes()[1] = 9;
        await trial.HoldsAsync(Key(trial.Alice), ContextValue.FromBytes([1, 2, 3]));

        var page = await trial.Store.ListAsync(StateKey.ForPrefix(trial.Alice, StateScope.User, ""), null, 10, trial.Token);
        if (page.Items is IList<StateItem> { IsReadOnly: false } items)
        {
            items.Clear();
        }

        AreNames(["name"], await trial.NamesAsync(trial.Alice));
    }

    private static async Task WritesAsync(StateTrial trial)
    {
        var writes = new List<StateWrite> { StateWrite.Set(Key(trial.Alice, "a"), 1), StateWrite.Set(Key(trial.Alice, "b"), 2) };
        await trial.Store.CommitAsync(writes, null, trial.Token);
        writes[0] = StateWrite.Set(Key(trial.Bob, "a"), 9);
        writes.RemoveAt(1);
        await trial.HoldsAsync(Key(trial.Alice, "a"), 1);
        await trial.HoldsAsync(Key(trial.Alice, "b"), 2);
        await trial.HoldsNothingAsync(Key(trial.Bob, "a"));
    }

    private static async Task CancelledAsync(StateTrial trial)
    {
        var cancelled = new CancellationToken(canceled: true);
        await trial.SetAsync(Key(trial.Alice, "there"), 1);
        await ThrowsAsync<OperationCanceledException>("a cancelled write", async () => await trial.Store.CommitAsync(StateWrite.Set(Key(trial.Alice), 1), null, cancelled));
        await ThrowsAsync<OperationCanceledException>("a cancelled batch", async () =>
            await trial.Store.CommitAsync([StateWrite.Set(Key(trial.Alice), 1), StateWrite.Delete(Key(trial.Alice, "there"))], null, cancelled));
        await ThrowsAsync<OperationCanceledException>("a cancelled erasure", async () => await trial.Store.EraseAsync(trial.Alice.Owner, cancelled));
        await trial.HoldsNothingAsync(Key(trial.Alice));
        await trial.HoldsAsync(Key(trial.Alice, "there"), 1);
    }
}
