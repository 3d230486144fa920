using Netra.Agents.Audit;

namespace Netra.Agents.Tests.Audit;

/// <summary>The in-memory store, with a test deciding what each append does.</summary>
internal sealed class GatedStore : IAuditStore
{
    private readonly InMemoryAuditStore _inner = new();
    private int _appends;

    internal delegate ValueTask<IReadOnlyList<AuditStreamId>> Appending(Func<ValueTask<IReadOnlyList<AuditStreamId>>> append, IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken);

    /// <summary>What an append does; null for what the store does.</summary>
    internal Appending? OnAppend { get; set; }

    internal Func<AuditStreamId, Task>? OnLast { get; set; }

    internal Exception? KeyFault { get; set; }

    internal int Appends => _appends;

    internal int Largest { get; private set; }

    internal IAuditStore Inner => _inner;

    public ValueTask<IReadOnlyList<AuditStreamId>> AppendAsync(IReadOnlyList<AuditRecord> records, IReadOnlyList<AuditCheckpoint> checkpoints, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _appends);
        Largest = Math.Max(Largest, records.Count);
        return OnAppend is { } on ? on(() => _inner.AppendAsync(records, checkpoints, cancellationToken), records, cancellationToken) : _inner.AppendAsync(records, checkpoints, cancellationToken);
    }

    public async ValueTask<AuditRecord?> LastAsync(AuditStreamId stream, CancellationToken cancellationToken)
    {
        await (OnLast?.Invoke(stream) ?? Task.CompletedTask);
        return await _inner.LastAsync(stream, cancellationToken);
    }

    public ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(AuditStreamId stream, long fromSequence, int maxCount, CancellationToken cancellationToken) => _inner.ReadAsync(stream, fromSequence, maxCount, cancellationToken);

    public ValueTask<AuditCheckpoint?> StartAsync(AuditStreamId stream, CancellationToken cancellationToken) => _inner.StartAsync(stream, cancellationToken);

    public ValueTask<AuditWrappedKey?> GetKeyAsync(AuditStreamId stream, CancellationToken cancellationToken) => _inner.GetKeyAsync(stream, cancellationToken);

    public ValueTask<AuditWrappedKey> AddKeyAsync(AuditStreamId stream, AuditWrappedKey key, CancellationToken cancellationToken) => _inner.AddKeyAsync(stream, key, cancellationToken);

    public ValueTask DestroyKeyAsync(AuditStreamId stream, CancellationToken cancellationToken) => KeyFault is null ? _inner.DestroyKeyAsync(stream, cancellationToken) : throw KeyFault;
}
