using static Netra.Agents.Testing.StateTrial;

namespace Netra.Agents.Testing;

/// <summary>What has expired is never seen.</summary>
internal static class ExpiryCases
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    internal static IEnumerable<StateStoreCase> All =>
    [
        new("An entry is seen up to its expiry and not from then on", BoundaryAsync),
        new("An expired entry counts as absent for conditions", ConditionAsync),
        new("An expired entry counts as absent for deltas", DeltaAsync),
        new("A later write sets a new expiry, or none", RenewalAsync),
        new("A delta leaves the expiry unless it brings one", DeltaExpiryAsync),
        new("An expired entry is neither exported nor counted in pages", PagesAsync),
    ];

    private static async Task BoundaryAsync(StateTrial trial)
    {
        var expiresAt = trial.Clock.GetUtcNow() + Life;
        await trial.SetAsync(Key(trial.Alice), 1, null, expiresAt);
        Expect((await trial.GetAsync(Key(trial.Alice)))!.ExpiresAt == expiresAt, "the expiry that was written to be read");
        trial.Clock.Advance(Life - Tick);
        await trial.HoldsAsync(Key(trial.Alice), 1);
        AreNames(["name"], await trial.NamesAsync(trial.Alice));
        trial.Clock.Advance(Tick);
        await trial.HoldsNothingAsync(Key(trial.Alice));
        AreNames([], await trial.NamesAsync(trial.Alice));
    }

    private static async Task ConditionAsync(StateTrial trial)
    {
        var old = await trial.SetAsync(Key(trial.Alice), 1, null, trial.Clock.GetUtcNow() + Life);
        trial.Clock.Advance(Life);
        await trial.ConflictsAsync(0, StateWrite.Set(Key(trial.Alice), 2, old));
        await trial.ConflictsAsync(0, StateWrite.Expect(Key(trial.Alice), old));
        await trial.DoneAsync(StateWrite.Expect(Key(trial.Alice), 0));
        await trial.SetAsync(Key(trial.Alice), 3, 0);
        await trial.HoldsAsync(Key(trial.Alice), 3);
    }

    private static async Task DeltaAsync(StateTrial trial)
    {
        var expiresAt = trial.Clock.GetUtcNow() + Life;
        await trial.SetAsync(Key(trial.Alice, "count"), 5, null, expiresAt);
        await trial.SetAsync(Key(trial.Alice, "list"), "no list", null, expiresAt);
        trial.Clock.Advance(Life);
        await trial.DoneAsync(StateWrite.Increment(Key(trial.Alice, "count"), 1), StateWrite.Append(Key(trial.Alice, "list"), 1));
        await trial.HoldsAsync(Key(trial.Alice, "count"), 1);
        await trial.HoldsAsync(Key(trial.Alice, "list"), ContextValue.List(1));
        Expect((await trial.GetAsync(Key(trial.Alice, "count")))!.ExpiresAt is null, "a new entry not to take over the expiry of the old");
    }

    private static async Task RenewalAsync(StateTrial trial)
    {
        await trial.SetAsync(Key(trial.Alice, "longer"), 1, null, trial.Clock.GetUtcNow() + Life);
        await trial.SetAsync(Key(trial.Alice, "for ever"), 1, null, trial.Clock.GetUtcNow() + Life);
        trial.Clock.Advance(Life - Tick);
        await trial.SetAsync(Key(trial.Alice, "longer"), 2, null, trial.Clock.GetUtcNow() + Life);
        await trial.SetAsync(Key(trial.Alice, "for ever"), 2);
        trial.Clock.Advance(Life - Tick);
        await trial.HoldsAsync(Key(trial.Alice, "longer"), 2);
        trial.Clock.Advance(Tick);
        await trial.HoldsNothingAsync(Key(trial.Alice, "longer"));
        await trial.HoldsAsync(Key(trial.Alice, "for ever"), 2);
    }

    private static async Task DeltaExpiryAsync(StateTrial trial)
    {
        var expiresAt = trial.Clock.GetUtcNow() + Life;
        await trial.DoneAsync(StateWrite.Increment(Key(trial.Alice, "count"), 1, expiresAt), StateWrite.Append(Key(trial.Alice, "list"), 1, expiresAt: expiresAt));
        await trial.DoneAsync(StateWrite.Increment(Key(trial.Alice, "count"), 1), StateWrite.Append(Key(trial.Alice, "list"), 2));
        Expect((await trial.GetAsync(Key(trial.Alice, "count")))!.ExpiresAt == expiresAt, "an increment to leave the expiry");
        await trial.DoneAsync(StateWrite.Increment(Key(trial.Alice, "count"), 1, expiresAt + Life));
        trial.Clock.Advance(Life);
        await trial.HoldsAsync(Key(trial.Alice, "count"), 3);
        await trial.HoldsNothingAsync(Key(trial.Alice, "list"));
    }

    private static async Task PagesAsync(StateTrial trial)
    {
        for (var i = 0; i < 6; i++)
        {
            await trial.SetAsync(Key(trial.Alice, $"{i}"), i, null, i % 2 == 0 ? null : trial.Clock.GetUtcNow() + Life);
        }

        trial.Clock.Advance(Life);
        var page = await trial.Store.ListAsync(StateKey.ForPrefix(trial.Alice, StateScope.User, ""), null, 3, trial.Token);
        AreNames(["0", "2", "4"], page.Names);
        Expect(!page.HasMore, "no more after the last that hasn't expired");
        AreNames(["0", "2", "4"], (await trial.ExportAsync(trial.Alice.Owner)).Select(record => record.Key.Name));
    }
}
