using System.Collections.Concurrent;
using Netra.Agents.State;

namespace Netra.Agents.Tests.Workflows;

/// <summary>The in-memory store, with an eye on each write: whose canary comes under whose key?</summary>
internal sealed class CrowdStore(IReadOnlyDictionary<Owner, int> crowd) : IStateStore, IDisposable
{
    private readonly InMemoryStateStore _inner = new();
    private long _checkpoints;

    internal ConcurrentBag<string> Foreign { get; } = [];

    internal long Checkpoints => Interlocked.Read(ref _checkpoints);

    public ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken) => _inner.GetAsync(key, cancellationToken);

    public ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        foreach (var write in writes)
        {
            Look(write);
        }

        return _inner.CommitAsync(writes, claim, cancellationToken);
    }

    public ValueTask<StateCommit> CommitAsync(StateWrite write, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        Look(write);
        return _inner.CommitAsync(write, claim, cancellationToken);
    }

    public ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken) =>
        _inner.ListAsync(prefix, afterName, limit, cancellationToken);

    public IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, CancellationToken cancellationToken) => _inner.ExportAsync(owner, cancellationToken);

    public ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken) => _inner.EraseAsync(owner, cancellationToken);

    public void Dispose() => _inner.Dispose();

    private void Look(StateWrite write)
    {
        Interlocked.Add(ref _checkpoints, write.Key.Scope == StateScope.Workflow ? 1 : 0);
        if (CrowdCanary.In($"{write.Key.Name} {write.Value.ToJson()}").Exists(owner => owner != crowd[write.Key.Owner]))
        {
            Foreign.Add($"{write.Key.Scope} {write.Key.Name} of owner {crowd[write.Key.Owner]}");
        }
    }
}
