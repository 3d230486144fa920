using static Netra.Agents.Testing.StateTrial;

namespace Netra.Agents.Testing;

/// <summary>Who has lost the right to act writes nothing.</summary>
internal static class ClaimCases
{
    internal static IEnumerable<StateStoreCase> All =>
    [
        new("A held claim writes", HeldAsync),
        new("A lost claim is fenced and changes nothing", LostAsync),
        new("A claim of another owner is refused and changes nothing", ForeignAsync),
        new("A run that was taken over can't write by its old epoch", EpochAsync),
        new("An epoch is remembered when what it wrote was deleted", EpochAfterDeletionAsync),
        new("An epoch concerns its own run only", EpochOfOthersAsync),
    ];

    private static async Task HeldAsync(StateTrial trial)
    {
        var claim = Claim(trial.Alice);
        foreach (var scope in Scopes)
        {
            Expect((await trial.CommitAsync(claim, StateWrite.Set(Key(trial.Alice, "name", scope), 1))).Succeeded, "a held claim to write");
            Expect((await trial.CommitAsync(claim, StateWrite.Set(Key(trial.Alice, "a", scope), 1), StateWrite.Set(Key(trial.Alice, "b", scope), 1))).Succeeded, "a held claim to write a batch");
        }

        IsConflict(0, await trial.CommitAsync(claim, StateWrite.Set(Key(trial.Alice, "absent"), 1, 3)));
    }

    private static async Task LostAsync(StateTrial trial)
    {
        var claim = Claim(trial.Alice);
        var before = (await trial.CommitAsync(claim, StateWrite.Set(Key(trial.Alice), "before"))).Version;
        Fell(claim);
        await FencedAsync(trial, claim, StateWrite.Set(Key(trial.Alice), "late"));
        await FencedAsync(trial, claim, StateWrite.Delete(Key(trial.Alice)));
        await FencedAsync(trial, claim, StateWrite.Set(Key(trial.Alice, "new"), "late", 0));
        await FencedAsync(trial, claim, StateWrite.Increment(Key(trial.Alice, "new"), 1), StateWrite.DeleteScope(Key(trial.Alice)));
        await ThrowsAsync<ExecutionFencedException>("one write under a lost claim", async () => await trial.Store.CommitAsync(StateWrite.Set(Key(trial.Alice), "late"), claim, trial.Token));
        await trial.HoldsAsync(Key(trial.Alice), "before", before);
        AreNames(["name"], await trial.NamesAsync(trial.Alice));
    }

    private static async Task ForeignAsync(StateTrial trial)
    {
        await trial.SetAsync(Key(trial.Alice), "hers");
        foreach (var other in new[] { trial.Bob, Context("alice", "tenant") })
        {
            await ThrowsAsync<InvalidOperationException>("a claim of another owner", () => trial.CommitAsync(Claim(other), StateWrite.Set(Key(trial.Alice), "not hers")));
            await ThrowsAsync<InvalidOperationException>("a claim of another owner", () => trial.CommitAsync(Claim(other), StateWrite.Delete(Key(trial.Alice)), StateWrite.Delete(Key(trial.Alice, "other"))));
        }

        await trial.HoldsAsync(Key(trial.Alice), "hers");
    }

    private static async Task EpochAsync(StateTrial trial)
    {
        foreach (var scope in new[] { StateScope.Run, StateScope.Workflow })
        {
            var here = Context("alice");
            var elsewhere = Context("alice", run: here.RunId);
            var (old, taken) = (Claim(here), Claim(elsewhere, epoch: 2));
            await Writes(trial, old, Key(here, "name", scope));
            await Writes(trial, taken, Key(elsewhere, "name", scope));
            var entry = await trial.GetAsync(Key(here, "name", scope));

            await FencedAsync(trial, old, StateWrite.Set(Key(here, "name", scope), "zombie"));
            await FencedAsync(trial, old, StateWrite.Set(Key(here, "new", scope), "zombie"));
            await FencedAsync(trial, old, StateWrite.Delete(Key(here, "name", scope), entry!.Version), StateWrite.Set(Key(here, "new", scope), "zombie"));
            await trial.HoldsAsync(Key(here, "name", scope), entry!.Value, entry.Version);
            AreNames(["name"], await trial.NamesAsync(here, scope));
            foreach (var other in Scopes)
            {
                await FencedAsync(trial, old, StateWrite.Set(Key(here, "elsewhere", other), "zombie"));
                await trial.HoldsNothingAsync(Key(here, "elsewhere", other));
            }

            await Writes(trial, taken, Key(elsewhere, "name", scope));
            await Writes(trial, Claim(Context("alice", run: here.RunId), epoch: 5), Key(elsewhere, "name", scope));
            await FencedAsync(trial, taken, StateWrite.Set(Key(here, "name", scope), "zombie"));
            await trial.SetAsync(Key(here, "name", scope), "the host's own");
        }
    }

    private static async Task EpochAfterDeletionAsync(StateTrial trial)
    {
        var elsewhere = Context("alice", run: trial.Alice.RunId);
        await Writes(trial, Claim(elsewhere, epoch: 3), Key(elsewhere, "name", StateScope.Run));
        await trial.DoneAsync(StateWrite.Delete(Key(elsewhere, "name", StateScope.Run)));
        await FencedAsync(trial, Claim(trial.Alice, epoch: 2), StateWrite.Set(Key(trial.Alice, "name", StateScope.Run), "zombie"));
        await trial.DoneAsync(StateWrite.DeleteScope(Key(elsewhere, "name", StateScope.Run)));
        await FencedAsync(trial, Claim(trial.Alice, epoch: 2), StateWrite.Set(Key(trial.Alice, "name", StateScope.Run), "zombie"));
        await trial.HoldsNothingAsync(Key(trial.Alice, "name", StateScope.Run));
    }

    private static async Task EpochOfOthersAsync(StateTrial trial)
    {
        await Writes(trial, Claim(trial.Alice, epoch: 9), Key(trial.Alice, "name", StateScope.Run));
        var other = Context("alice");
        await Writes(trial, Claim(other), Key(other, "name", StateScope.Run));
        var bob = Context("bob", run: trial.Alice.RunId);
        await Writes(trial, Claim(bob), Key(bob, "name", StateScope.Run));
    }

    private static async Task Writes(StateTrial trial, ExecutionClaim claim, StateKey key) =>
        Expect((await trial.CommitAsync(claim, StateWrite.Set(key, claim.Epoch))).Succeeded, $"a claim of epoch {claim.Epoch} to write");

    private static Task FencedAsync(StateTrial trial, ExecutionClaim claim, params StateWrite[] writes) =>
        ThrowsAsync<ExecutionFencedException>($"a write under a claim that is over (epoch {claim.Epoch}, held: {claim.IsHeld})", () => trial.CommitAsync(claim, writes));
}
