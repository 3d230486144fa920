using Netra.Agents.State;
using Netra.Agents.Testing;

namespace Netra.Agents.Tests.State;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. StateStoreConformance.Cases.Select(one => one.Name)];

    public static TheoryData<StoreFlaw> Flaws => [.. Enum.GetValues<StoreFlaw>().Except([StoreFlaw.None])];

    [Theory]
    [MemberData(nameof(Names))]
    public Task InMemoryStore_EachCase_Passes(string name) => Case(name).RunAsync(StateStoreFixture.Of(clock => new InMemoryStateStore(clock)));

    [Theory]
    [MemberData(nameof(Names))]
    public Task PlainestStore_EachCase_Passes(string name) => Case(name).RunAsync(Sketch(StoreFlaw.None));

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task BrokenStore_SomeCase_CatchesIt(StoreFlaw flaw)
    {
        // One after the other, in the order in which they come: a store that isn't one step is caught in every run, and not by luck.
        var faults = await Task.Factory.StartNew(
            () => StateStoreConformance.FaultsOfAsync(Sketch(flaw)), CancellationToken.None, TaskCreationOptions.DenyChildAttach, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

        output.WriteLine($"{flaw} is caught by {faults.Count}: {string.Join("; ", faults.Select(fault => fault.Message))}");
        Assert.NotEmpty(faults);
        Assert.Contains(faults, fault => fault.Message.StartsWith(CaseMadeFor(flaw), StringComparison.Ordinal));
    }

    [Fact]
    public void Cases_Names_AreUnique() => Assert.Equal(StateStoreConformance.Cases.Count(), StateStoreConformance.Cases.DistinctBy(one => one.Name).Count());

    [Fact]
    public async Task Case_Failed_NamesItselfAndWhatWasExpected()
    {
        var fault = (await StateStoreConformance.FaultsOfAsync(Sketch(StoreFlaw.ExpiresATickLate)))[0];

        Assert.Equal("An entry is seen up to its expiry and not from then on: expected 'name' in User to hold nothing; it holds something", fault.Message);
    }

    private static StateStoreCase Case(string name) => StateStoreConformance.Cases.Single(one => one.Name == name);

    private static StateStoreFixture Sketch(StoreFlaw flaw) => StateStoreFixture.Of(clock => new SketchStore(flaw, clock));

    /// <summary>The case that is there for this flaw. Others may catch it too.</summary>
    private static string CaseMadeFor(StoreFlaw flaw) => flaw switch
    {
        StoreFlaw.DropsTheOwner or StoreFlaw.DropsTheTenant or StoreFlaw.SwapsTenantAndUser => "Owners whose ids look alike are apart",
        StoreFlaw.JoinsKeyParts => "Parts that give one joined text are apart",
        StoreFlaw.DropsTheScope => "Scopes of one owner are apart",
        StoreFlaw.IgnoresCase or StoreFlaw.TrimsNames => "Names are told apart to the letter",
        StoreFlaw.LastWriteWins or StoreFlaw.ConflictWithoutVersion => "A write that expects another version is a conflict",
        StoreFlaw.ChecksThenWrites => "Of many writers that expect one version, one wins",
        StoreFlaw.LosesIncrements => "Increments of many writers all count",
        StoreFlaw.IgnoresTheClaim => "A lost claim is fenced",
        StoreFlaw.TakesForeignClaims => "A claim of another owner is refused",
        StoreFlaw.IgnoresTheEpoch => "A run that was taken over can't write",
        StoreFlaw.ForgetsTheEpochWithItsEntries => "An epoch is remembered",
        StoreFlaw.ReusesVersions => "Versions are not used again after a deletion",
        StoreFlaw.ReusesVersionsAfterErasure => "Versions are not used again after an erasure",
        StoreFlaw.KeepsHalfABatch => "A conflict in the last write leaves the first undone",
        StoreFlaw.ShowsHalfABatch => "A batch is seen whole or not at all",
        StoreFlaw.TakesTwoOwners => "A batch of two owners is refused",
        StoreFlaw.IgnoresExpiry or StoreFlaw.ExpiresATickLate => "An entry is seen up to its expiry",
        StoreFlaw.CountsExpiredForConditions => "An expired entry counts as absent for conditions",
        StoreFlaw.PrefixAsPattern => "A prefix is taken to the letter",
        StoreFlaw.SortsByCulture => "Names are listed by ordinal",
        StoreFlaw.PageSkips or StoreFlaw.PageRepeats => "Pages hold everything once",
        StoreFlaw.PageByPlace => "Pages stay in step",
        StoreFlaw.PageAlwaysHasMore => "A page tells whether there is more",
        StoreFlaw.EraseLeavesCheckpoints or StoreFlaw.EraseTakesTheTenant => "An erasure takes everything of the owner",
        StoreFlaw.ExportLeavesOut => "An export holds everything",
        StoreFlaw.TakesDefaultKeys => "A default key is refused",
        StoreFlaw.IgnoresCancellation => "A cancelled token writes nothing",
        StoreFlaw.NullDeletes => "Null is a value",
        StoreFlaw.LosesPrecision => "Every kind of value comes back",
        StoreFlaw.ClearTakesTheWholeOwner => "Deleting a scope takes what is in it",
        StoreFlaw.WritesLater => "The list of writes is not kept",
        _ => throw new ArgumentOutOfRangeException(nameof(flaw), flaw, null),
    };
}
