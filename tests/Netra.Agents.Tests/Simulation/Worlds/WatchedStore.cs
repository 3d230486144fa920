using Netra.Agents.State;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>The in-memory store, watched: what did a claim write that had fallen, and whose secret lies under whose key?</summary>
internal sealed class WatchedStore(World world) : IStateStore
{
    private readonly InMemoryStateStore _inner = new();

    public ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken) => _inner.GetAsync(key, cancellationToken);

    public async ValueTask<StateWriteResult> WriteAsync(StateKey key, ContextValue? value, long? expectedVersion, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        if (world.Random.Chance(30))
            await world.PauseAsync(world.Random.Chance(50) ? cancellationToken : CancellationToken.None);

        // Nothing else runs between here and the return: the in-memory store completes at once.
        var mayWrite = claim is null or { IsHeld: true };
        var result = await _inner.WriteAsync(key, value, expectedVersion, claim, cancellationToken);
        world.Trace.Attempts.Add(new Attempt($"write state {key.Name} under {claim?.ExecutionId}", IsForbidden: !mayWrite, HadEffect: result.Succeeded));
        world.Trace.Stored.Add(new StoredValue(key, value ?? default));
        return result;
    }

    public ValueTask<IReadOnlyList<string>> ListAsync(StateKey prefix, CancellationToken cancellationToken) => _inner.ListAsync(prefix, cancellationToken);
}
