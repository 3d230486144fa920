using Netra.Agents.State;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>The in-memory store, watched: what did a claim write that had fallen, and whose secret lies under whose key?</summary>
internal sealed class WatchedStore(World world) : IStateStore
{
    private readonly IStateStore _inner = new InMemoryStateStore();

    public ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken) => _inner.GetAsync(key, cancellationToken);

    public async ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        if (world.Random.Chance(30))
            await world.PauseAsync(world.Random.Chance(50) ? cancellationToken : CancellationToken.None);

        // Nothing else runs between here and the return: the in-memory store completes at once.
        var mayWrite = claim is null or { IsHeld: true };
        var commit = await _inner.CommitAsync(writes, claim, cancellationToken);
        foreach (var write in writes)
        {
            world.Trace.Attempts.Add(new Attempt($"write state {write.Key.Name} under {claim?.ExecutionId}", IsForbidden: !mayWrite, HadEffect: commit.Succeeded));
            world.Trace.Stored.Add(new StoredValue(write.Key, write.Value));
        }

        return commit;
    }

    public ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken) =>
        _inner.ListAsync(prefix, afterName, limit, cancellationToken);

    public IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, CancellationToken cancellationToken) => _inner.ExportAsync(owner, cancellationToken);

    public ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken) => _inner.EraseAsync(owner, cancellationToken);
}
