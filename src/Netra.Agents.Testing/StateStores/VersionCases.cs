using static Netra.Agents.Testing.StateTrial;

namespace Netra.Agents.Testing;

/// <summary>A version tells a write from every other of its key, for ever.</summary>
internal static class VersionCases
{
    internal static IEnumerable<StateStoreCase> All =>
    [
        new("Versions are positive, grow, and are the ones that are read", GrowAsync),
        new("Versions are not used again after a deletion", trial => NotAgainAsync(trial, () => trial.DoneAsync(StateWrite.Delete(Key(trial.Alice))))),
        new("Versions are not used again after an expiry", AfterExpiryAsync),
        new("Versions are not used again after a scope was deleted", trial => NotAgainAsync(trial, () => trial.DoneAsync(StateWrite.DeleteScope(Key(trial.Alice))))),
        new("Versions are not used again after an erasure", trial => NotAgainAsync(trial, async () => await trial.Store.EraseAsync(trial.Alice.Owner, trial.Token))),
        new("A stale writer is told, also when the value was deleted and written again", StaleAsync),
    ];

    private static async Task GrowAsync(StateTrial trial)
    {
        var last = 0L;
        for (var i = 0; i < 5; i++)
        {
            var version = await trial.SetAsync(Key(trial.Alice), i);
            Expect(version > last, $"a version greater than {last}; it is {version}");
            await trial.HoldsAsync(Key(trial.Alice), i, version);
            await trial.SetAsync(Key(trial.Alice, "other"), i);
            await trial.HoldsAsync(Key(trial.Alice), i, version);
            last = version;
        }

        Expect(await trial.DoneAsync(StateWrite.Delete(Key(trial.Alice))) == 0, "a deletion to leave version 0");
        Expect(await trial.DoneAsync(StateWrite.Delete(Key(trial.Alice))) == 0, "the deletion of nothing to succeed with version 0");
    }

    private static async Task NotAgainAsync(StateTrial trial, Func<Task> takeAway)
    {
        var last = 0L;
        for (var i = 0; i < 4; i++)
        {
            // Another number of writes each time: no count starts at the right place by chance.
            for (var writes = i; writes < 4; writes++)
            {
                var version = await trial.SetAsync(Key(trial.Alice), i);
                Expect(version > last, $"a version greater than {last}, which the key had before; it is {version}");
                last = version;
            }

            await takeAway();
            await trial.HoldsNothingAsync(Key(trial.Alice));
        }
    }

    private static async Task AfterExpiryAsync(StateTrial trial)
    {
        var old = await trial.SetAsync(Key(trial.Alice), 1, null, trial.Clock.GetUtcNow().AddMinutes(1));
        trial.Clock.Advance(TimeSpan.FromMinutes(2));
        await trial.HoldsNothingAsync(Key(trial.Alice));
        var version = await trial.SetAsync(Key(trial.Alice), 1, 0);
        Expect(version > old, $"a version greater than {old}; it is {version}");
        await trial.ConflictsAsync(version, StateWrite.Set(Key(trial.Alice), 2, old));
    }

    private static async Task StaleAsync(StateTrial trial)
    {
        var stale = await trial.SetAsync(Key(trial.Alice), "as it was read");
        await trial.DoneAsync(StateWrite.Delete(Key(trial.Alice)));
        var current = await trial.SetAsync(Key(trial.Alice), "as it was read");
        await trial.ConflictsAsync(current, StateWrite.Set(Key(trial.Alice), "stale", stale));
        await trial.ConflictsAsync(current, StateWrite.Delete(Key(trial.Alice), stale));
        await trial.HoldsAsync(Key(trial.Alice), "as it was read", current);
    }
}
