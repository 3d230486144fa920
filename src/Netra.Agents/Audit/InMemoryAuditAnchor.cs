using System.Collections.Concurrent;

namespace Netra.Agents.Audit;

/// <summary>Keeps the last checkpoint of each owner in this process: it shows what happened to a store elsewhere, for as long as the process lives.</summary>
internal sealed class InMemoryAuditAnchor(int maxOwners) : IAuditAnchor
{
    private readonly ConcurrentDictionary<AuditStreamId, AuditCheckpoint> _latest = new();
    private readonly ConcurrentQueue<AuditStreamId> _byAge = new();
    private int _count;

    public InMemoryAuditAnchor() : this(InMemoryAuditStore.MaxOwners) { }

    public ValueTask SaveAsync(AuditCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        while (true)
        {
            if (_latest.TryGetValue(checkpoint.Stream, out var kept))
            {
                if (kept.Sequence >= checkpoint.Sequence || _latest.TryUpdate(checkpoint.Stream, checkpoint, kept))
                {
                    return default;
                }
            }
            else if (_latest.TryAdd(checkpoint.Stream, checkpoint))
            {
                _byAge.Enqueue(checkpoint.Stream);
                if (Interlocked.Increment(ref _count) > maxOwners && _byAge.TryDequeue(out var oldest) && _latest.TryRemove(oldest, out _))
                {
                    Interlocked.Decrement(ref _count);
                }

                return default;
            }
        }
    }

    public ValueTask<AuditCheckpoint?> LatestAsync(AuditStreamId stream, CancellationToken cancellationToken) => new(_latest.GetValueOrDefault(stream));
}
