using static Netra.Agents.Testing.StateTrial;

namespace Netra.Agents.Testing;

/// <summary>Conditional writes: what somebody else wrote is never overwritten unseen.</summary>
internal static class ConditionCases
{
    private const int Writers = 24;

    internal static IEnumerable<StateStoreCase> All =>
    [
        new("A write that expects the version there is done", MatchAsync),
        new("A write that expects another version is a conflict and changes nothing", MismatchAsync),
        new("A write that expects nothing is done once", NothingAsync),
        new("A write that expects something where nothing is, is a conflict with version 0", AbsentAsync),
        new("An expectation changes nothing", ExpectationAsync),
        new("Of many writers that expect one version, one wins", OneWinsAsync),
        new("Of many writers that expect nothing, one wins", OneCreatesAsync),
        new("Writers that read, decide and try again lose no update", NoLostUpdateAsync),
    ];

    private static async Task MatchAsync(StateTrial trial)
    {
        var first = await trial.SetAsync(Key(trial.Alice), 1);
        var second = await trial.SetAsync(Key(trial.Alice), 2, first);
        await trial.HoldsAsync(Key(trial.Alice), 2, second);
        await trial.DoneAsync(StateWrite.Delete(Key(trial.Alice), second));
        await trial.HoldsNothingAsync(Key(trial.Alice));
        await trial.DoneAsync(StateWrite.Delete(Key(trial.Alice), 0));
    }

    private static async Task MismatchAsync(StateTrial trial)
    {
        var old = await trial.SetAsync(Key(trial.Alice), "old");
        var current = await trial.SetAsync(Key(trial.Alice), "current");
        foreach (var expected in new[] { 0, old, current + 1, long.MaxValue })
        {
            await trial.ConflictsAsync(current, StateWrite.Set(Key(trial.Alice), "mine", expected));
            await trial.ConflictsAsync(current, StateWrite.Delete(Key(trial.Alice), expected));
            await trial.ConflictsAsync(current, StateWrite.Expect(Key(trial.Alice), expected));
            await trial.HoldsAsync(Key(trial.Alice), "current", current);
        }

        var commit = await trial.CommitAsync(StateWrite.Set(Key(trial.Alice), "mine", old));
        Expect(commit.Conflict!.Key == Key(trial.Alice) && commit.Conflict.Index == 0, "a conflict that names its key and its place");
    }

    private static async Task NothingAsync(StateTrial trial)
    {
        var version = await trial.SetAsync(Key(trial.Alice), "first", 0);
        await trial.ConflictsAsync(version, StateWrite.Set(Key(trial.Alice), "second", 0));
        await trial.HoldsAsync(Key(trial.Alice), "first", version);
    }

    private static async Task AbsentAsync(StateTrial trial)
    {
        await trial.ConflictsAsync(0, StateWrite.Set(Key(trial.Alice), "mine", 1));
        await trial.ConflictsAsync(0, StateWrite.Delete(Key(trial.Alice), 1));
        await trial.HoldsNothingAsync(Key(trial.Alice));
    }

    private static async Task ExpectationAsync(StateTrial trial)
    {
        var version = await trial.SetAsync(Key(trial.Alice), 1);
        var kept = await trial.DoneAsync(StateWrite.Expect(Key(trial.Alice), version));
        Expect(kept == version, $"an expectation to tell version {version}; it told {kept}");
        await trial.DoneAsync(StateWrite.Expect(Key(trial.Alice, "absent"), 0));
        await trial.HoldsAsync(Key(trial.Alice), 1, version);
        await trial.HoldsNothingAsync(Key(trial.Alice, "absent"));
    }

    private static async Task OneWinsAsync(StateTrial trial)
    {
        var expected = await trial.SetAsync(Key(trial.Alice), "before");
        await OneOfManyAsync(trial, expected);
    }

    private static Task OneCreatesAsync(StateTrial trial) => OneOfManyAsync(trial, 0);

    private static async Task OneOfManyAsync(StateTrial trial, long expected)
    {
        var commits = await trial.AtOnceAsync(Writers, i => trial.CommitAsync(StateWrite.Set(Key(trial.Alice), i, expected)));
        var won = commits.Count(commit => commit.Succeeded);
        Expect(won == 1, $"one of {Writers} writers to win; {won} did");
        var version = commits.Single(commit => commit.Succeeded).Version;
        foreach (var lost in commits.Where(commit => !commit.Succeeded))
        {
            IsConflict(version, lost);
        }

        await trial.HoldsAsync(Key(trial.Alice), Array.FindIndex(commits, commit => commit.Succeeded), version);
    }

    private static async Task NoLostUpdateAsync(StateTrial trial)
    {
        await trial.AtOnceAsync(Writers, async i =>
        {
            while (true)
            {
                var entry = await trial.GetAsync(Key(trial.Alice));
                var commit = await trial.CommitAsync(StateWrite.Set(Key(trial.Alice), (entry?.Value.AsInt64() ?? 0) + 1, entry?.Version ?? 0));
                if (commit.Succeeded)
                {
                    return i;
                }
            }
        });
        await trial.HoldsAsync(Key(trial.Alice), Writers);
    }
}
