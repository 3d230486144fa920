using System.Collections.Concurrent;

namespace Netra.Agents.AspNetCore.Tests.Inspector;

/// <summary>An audit store that somebody can write to who shouldn't.</summary>
internal sealed class ForgedAuditStore : IAuditStore
{
    private readonly ConcurrentDictionary<AuditStreamId, List<AuditRecord>> _records = new();
    private readonly ConcurrentDictionary<AuditStreamId, AuditWrappedKey> _keys = new();

    /// <summary>Writes another decision into the first record of a chain.</summary>
    internal void Forge(AuditStreamId stream) => _records[stream][0] = _records[stream][0] with { Decision = "refused" };

    public ValueTask<IReadOnlyList<AuditStreamId>> AppendAsync(IReadOnlyList<AuditRecord> records, IReadOnlyList<AuditCheckpoint> checkpoints, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            var all = _records.GetOrAdd(record.Stream, static _ => []);
            lock (all)
            {
                all.Add(record);
            }
        }

        return new([]);
    }

    public ValueTask<AuditRecord?> LastAsync(AuditStreamId stream, CancellationToken cancellationToken) => new(Read(stream).LastOrDefault());

    public ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(AuditStreamId stream, long fromSequence, int maxCount, CancellationToken cancellationToken) =>
        new([.. Read(stream).Where(record => record.Sequence >= fromSequence).Take(maxCount)]);

    public ValueTask<AuditCheckpoint?> StartAsync(AuditStreamId stream, CancellationToken cancellationToken) => default;

    public ValueTask<AuditWrappedKey?> GetKeyAsync(AuditStreamId stream, CancellationToken cancellationToken) => new(_keys.GetValueOrDefault(stream));

    public ValueTask<AuditWrappedKey> AddKeyAsync(AuditStreamId stream, AuditWrappedKey key, CancellationToken cancellationToken) => new(_keys.GetOrAdd(stream, key));

    public ValueTask DestroyKeyAsync(AuditStreamId stream, CancellationToken cancellationToken)
    {
        _keys.TryRemove(stream, out _);
        return default;
    }

    private AuditRecord[] Read(AuditStreamId stream)
    {
        if (!_records.TryGetValue(stream, out var all))
        {
            return [];
        }

        lock (all)
        {
            return [.. all];
        }
    }
}
