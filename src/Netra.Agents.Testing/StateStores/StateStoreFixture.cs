namespace Netra.Agents.Testing;

/// <summary>Makes the stores that the conformance cases try. Derive from it, or use <see cref="Of"/>.</summary>
public abstract class StateStoreFixture
{
    /// <summary>A fixture of a delegate.</summary>
    /// <param name="create">Gives a new, empty store that takes its time from the clock.</param>
    public static StateStoreFixture Of(Func<TimeProvider, IStateStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new DelegateFixture(create);
    }

    /// <summary>A store that is empty at first and takes its time from the clock, which only the case moves. Called once a case.</summary>
    public abstract ValueTask<IStateStore> CreateAsync(TimeProvider clock, CancellationToken cancellationToken);

    private sealed class DelegateFixture(Func<TimeProvider, IStateStore> create) : StateStoreFixture
    {
        public override ValueTask<IStateStore> CreateAsync(TimeProvider clock, CancellationToken cancellationToken) => new(create(clock));
    }
}
