using Netra.Agents.Audit;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>The in-memory store, at times slow, silent for longer than anyone waits, or failing, before it has written or after.</summary>
internal sealed class FaultyAuditStore(World world) : IAuditStore
{
    private readonly InMemoryAuditStore _inner = new();

    internal bool IsWell { get; set; }

    public ValueTask<IReadOnlyList<AuditStreamId>> AppendAsync(IReadOnlyList<AuditRecord> records, IReadOnlyList<AuditCheckpoint> checkpoints, CancellationToken cancellationToken) =>
        MaybeAsync(() => _inner.AppendAsync(records, checkpoints, cancellationToken));

    public ValueTask<AuditRecord?> LastAsync(AuditStreamId stream, CancellationToken cancellationToken) => MaybeAsync(() => _inner.LastAsync(stream, cancellationToken));

    public ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(AuditStreamId stream, long fromSequence, int maxCount, CancellationToken cancellationToken) =>
        _inner.ReadAsync(stream, fromSequence, maxCount, cancellationToken);

    public ValueTask<AuditCheckpoint?> StartAsync(AuditStreamId stream, CancellationToken cancellationToken) => _inner.StartAsync(stream, cancellationToken);

    public ValueTask<AuditWrappedKey?> GetKeyAsync(AuditStreamId stream, CancellationToken cancellationToken) => MaybeAsync(() => _inner.GetKeyAsync(stream, cancellationToken));

    public ValueTask<AuditWrappedKey> AddKeyAsync(AuditStreamId stream, AuditWrappedKey key, CancellationToken cancellationToken) => _inner.AddKeyAsync(stream, key, cancellationToken);

    public ValueTask DestroyKeyAsync(AuditStreamId stream, CancellationToken cancellationToken) => _inner.DestroyKeyAsync(stream, cancellationToken);

    private ValueTask<T> MaybeAsync<T>(Func<ValueTask<T>> call) => IsWell || world.Random.Chance(60) ? call() : SlowAsync(call);

    private async ValueTask<T> SlowAsync<T>(Func<ValueTask<T>> call)
    {
        var isFailing = world.Random.Chance(15);
        if (isFailing && world.Random.Chance(50))
            throw new IOException("before");
        await (world.Random.Chance(10) ? Task.Delay(WorldTemplate.AuditTimeout * 1.5, world.Clock) : world.PauseAsync(CancellationToken.None));
        var result = await call();
        return isFailing ? throw new IOException("after") : result;
    }
}
