using Netra.Agents.State;

namespace Netra.Agents.Tests.State;

/// <summary>The in-memory store as if it were far away: something happens between a call and its effect, and between the effect and the answer.</summary>
internal sealed class PausingStore(Func<Task> pause) : IStateStore
{
    private readonly IStateStore _inner = new InMemoryStateStore();

    public async ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken)
    {
        await pause();
        var entry = await _inner.GetAsync(key, cancellationToken);
        await pause();
        return entry;
    }

    public async ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        await pause();
        var commit = await _inner.CommitAsync(writes, claim, cancellationToken);
        await pause();
        return commit;
    }

    public async ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken)
    {
        await pause();
        return await _inner.ListAsync(prefix, afterName, limit, cancellationToken);
    }

    public IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, CancellationToken cancellationToken) => _inner.ExportAsync(owner, cancellationToken);

    public async ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken)
    {
        await pause();
        return await _inner.EraseAsync(owner, cancellationToken);
    }
}
