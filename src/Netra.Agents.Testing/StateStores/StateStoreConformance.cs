namespace Netra.Agents.Testing;

/// <summary>What every <see cref="IStateStore"/> must do, as cases for any test framework, or for none.</summary>
/// <remarks>
/// Run each case on the store: <c>await one.RunAsync(StateStoreFixture.Of(clock => new MyStore(clock)))</c>. A case that comes with a later version of this
/// package runs by itself. Needs the core of the same version.
/// </remarks>
public static class StateStoreConformance
{
    /// <summary>All cases, in a fixed order.</summary>
    public static IEnumerable<StateStoreCase> Cases =>
    [
        .. IsolationCases.All, .. KeyCases.All, .. VersionCases.All, .. ConditionCases.All, .. DeltaCases.All, .. BatchCases.All, .. ClaimCases.All,
        .. ExpiryCases.All, .. ListingCases.All, .. ErasureCases.All,
    ];

    /// <summary>Runs all cases, one after the other.</summary>
    /// <returns>What failed; empty when the store conforms.</returns>
    public static async Task<IReadOnlyList<ConformanceException>> FaultsOfAsync(StateStoreFixture fixture, CancellationToken cancellationToken = default)
    {
        var faults = new List<ConformanceException>();
        foreach (var one in Cases)
        {
            try
            {
                await one.RunAsync(fixture, cancellationToken);
            }
            catch (ConformanceException e)
            {
                faults.Add(e);
            }
        }

        return faults;
    }
}
