using static Netra.Agents.Testing.StateTrial;

namespace Netra.Agents.Testing;

/// <summary>Increments and appends, which merge without conflict.</summary>
internal static class DeltaCases
{
    private const int Writers = 24;

    internal static IEnumerable<StateStoreCase> All =>
    [
        new("Increments add up, in integers and decimals", SumAsync),
        new("Increments of many writers all count, and each is told a sum of its own", ManyIncrementsAsync),
        new("Appends keep their order and the last items", AppendAsync),
        new("Appends of many writers are all kept", ManyAppendsAsync),
        new("A delta that doesn't fit is a fault and changes nothing", FaultAsync),
        new("A delta gives a new version", VersionAsync),
    ];

    private static async Task SumAsync(StateTrial trial)
    {
        await trial.DoneAsync(StateWrite.Increment(Key(trial.Alice), 5));
        var commit = await trial.CommitAsync(StateWrite.Increment(Key(trial.Alice), -7));
        Expect(commit.Value == -2, "an increment to tell the sum");
        await trial.HoldsAsync(Key(trial.Alice), -2);
        await trial.DoneAsync(StateWrite.Increment(Key(trial.Alice), 0.1m), StateWrite.Increment(Key(trial.Alice), 0.2m));
        await trial.HoldsAsync(Key(trial.Alice), -1.7m);
    }

    private static async Task ManyIncrementsAsync(StateTrial trial)
    {
        var sums = await trial.AtOnceAsync(Writers, async _ => (await trial.CommitAsync(StateWrite.Increment(Key(trial.Alice), 1))).EnsureSuccess().Value.AsInt64());
        await trial.HoldsAsync(Key(trial.Alice), Writers);
        Expect(sums.Distinct().Count() == Writers, $"{Writers} different sums; there are {sums.Distinct().Count()}");
    }

    private static async Task AppendAsync(StateTrial trial)
    {
        for (var i = 1; i <= 5; i++)
        {
            await trial.DoneAsync(StateWrite.Append(Key(trial.Alice, "all"), i), StateWrite.Append(Key(trial.Alice, "last"), i, keepLast: 2));
        }

        await trial.HoldsAsync(Key(trial.Alice, "all"), ContextValue.List(1, 2, 3, 4, 5));
        await trial.HoldsAsync(Key(trial.Alice, "last"), ContextValue.List(4, 5));
        await trial.DoneAsync(StateWrite.Append(Key(trial.Alice, "all"), ContextValue.List(6), keepLast: 1));
        await trial.HoldsAsync(Key(trial.Alice, "all"), ContextValue.List(ContextValue.List(6)));
    }

    private static async Task ManyAppendsAsync(StateTrial trial)
    {
        await trial.AtOnceAsync(Writers, i => trial.DoneAsync(StateWrite.Append(Key(trial.Alice), i)));
        var items = (await trial.GetAsync(Key(trial.Alice)))!.Value.Items.Select(item => item.AsInt64()).Order();
        Expect(items.SequenceEqual(Enumerable.Range(0, Writers).Select(i => (long)i)), "every append to be kept once");
    }

    private static async Task FaultAsync(StateTrial trial)
    {
        var version = await trial.SetAsync(Key(trial.Alice), "text");
        IsFault(StateFaultCode.NotANumber, await trial.CommitAsync(StateWrite.Increment(Key(trial.Alice), 1)));
        IsFault(StateFaultCode.NotAList, await trial.CommitAsync(StateWrite.Append(Key(trial.Alice), 1)));
        await trial.HoldsAsync(Key(trial.Alice), "text", version);

        version = await trial.SetAsync(Key(trial.Alice), long.MaxValue);
        IsFault(StateFaultCode.Overflow, await trial.CommitAsync(StateWrite.Increment(Key(trial.Alice), 1)));
        await trial.HoldsAsync(Key(trial.Alice), long.MaxValue, version);
    }

    private static async Task VersionAsync(StateTrial trial)
    {
        var first = await trial.DoneAsync(StateWrite.Increment(Key(trial.Alice), 1));
        var second = await trial.DoneAsync(StateWrite.Increment(Key(trial.Alice), 1));
        Expect(second > first && first > 0, "each increment to give a greater version");
        await trial.ConflictsAsync(second, StateWrite.Set(Key(trial.Alice), 9, first));
    }
}
