using System.Runtime.CompilerServices;
using Netra.Agents.State;

namespace Netra.Agents.Tests.Workflows;

/// <summary>A store that fails once, at a given commit: before it is done, or after, when nobody learns that it was.</summary>
internal sealed class FaultyStore(int failingCommit, bool afterwards) : IStateStore, IDisposable
{
    private readonly InMemoryStateStore _inner = new();
    private int _commits;

    internal bool HasFailed => Volatile.Read(ref _commits) >= failingCommit;

    public ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken) => _inner.GetAsync(key, cancellationToken);

    public async ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        var fails = Interlocked.Increment(ref _commits) == failingCommit;
        if (fails && !afterwards)
        {
            throw new Fault();
        }

        var commit = await _inner.CommitAsync(writes, claim, cancellationToken);
        return fails ? throw new Fault() : commit;
    }

    public ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken) => _inner.ListAsync(prefix, afterName, limit, cancellationToken);

    public async IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in _inner.ExportAsync(owner, cancellationToken))
        {
            yield return record;
        }
    }

    public ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken) => _inner.EraseAsync(owner, cancellationToken);

    public void Dispose() => _inner.Dispose();

    internal sealed class Fault : Exception;
}
