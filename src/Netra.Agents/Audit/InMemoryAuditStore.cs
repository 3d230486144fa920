using System.Collections.Concurrent;

namespace Netra.Agents.Audit;

/// <summary>Keeps the newest records of each owner: bounded for an owner, so that one can't push out another's, and in owners.</summary>
internal sealed class InMemoryAuditStore(int recordsPerOwner, int maxOwners) : IAuditStore
{
    internal const int RecordsPerOwner = 1_000;
    internal const int MaxOwners = 100_000;

    private readonly ConcurrentDictionary<AuditStreamId, InMemoryAuditStream> _streams = new();
    private readonly ConcurrentQueue<AuditStreamId> _byAge = new();
    private int _count;

    public InMemoryAuditStore() : this(RecordsPerOwner, MaxOwners) { }

    public ValueTask<IReadOnlyList<AuditStreamId>> AppendAsync(IReadOnlyList<AuditRecord> records, IReadOnlyList<AuditCheckpoint> checkpoints, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(checkpoints);
        List<AuditStreamId>? refused = null;
        for (var from = 0; from < records.Count;)
        {
            var stream = records[from].Stream;
            var to = from + 1;
            while (to < records.Count && records[to].Stream == stream)
            {
                to++;
            }

            if (!Append(stream, records, from, to, checkpoints))
            {
                (refused ??= []).Add(stream);
            }

            from = to;
        }

        return new ValueTask<IReadOnlyList<AuditStreamId>>(refused ?? (IReadOnlyList<AuditStreamId>)[]);
    }

    public ValueTask<AuditRecord?> LastAsync(AuditStreamId stream, CancellationToken cancellationToken) => new(Find(stream)?.Last);

    public ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(AuditStreamId stream, long fromSequence, int maxCount, CancellationToken cancellationToken) =>
        new(Find(stream)?.Read(fromSequence, maxCount) ?? []);

    public ValueTask<AuditCheckpoint?> StartAsync(AuditStreamId stream, CancellationToken cancellationToken) => new(Find(stream)?.Start);

    public ValueTask<AuditWrappedKey?> GetKeyAsync(AuditStreamId stream, CancellationToken cancellationToken) => new(Find(stream)?.Key);

    public ValueTask<AuditWrappedKey> AddKeyAsync(AuditStreamId stream, AuditWrappedKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        while (true)
        {
            if (FindOrMake(stream).AddKey(key) is { } kept)
            {
                return new ValueTask<AuditWrappedKey>(kept);
            }
        }
    }

    public ValueTask DestroyKeyAsync(AuditStreamId stream, CancellationToken cancellationToken)
    {
        Find(stream)?.DestroyKey();
        return default;
    }

    private bool Append(AuditStreamId stream, IReadOnlyList<AuditRecord> records, int from, int to, IReadOnlyList<AuditCheckpoint> checkpoints)
    {
        while (true)
        {
            var kept = FindOrMake(stream);
            if (kept.TryAppend(records, from, to, checkpoints, recordsPerOwner) is { } isAppended)
            {
                return isAppended;
            }
        }
    }

    private InMemoryAuditStream? Find(AuditStreamId stream) => _streams.GetValueOrDefault(stream);

    private InMemoryAuditStream FindOrMake(AuditStreamId stream)
    {
        if (_streams.TryGetValue(stream, out var kept))
        {
            return kept;
        }

        var made = new InMemoryAuditStream(stream);
        kept = _streams.GetOrAdd(stream, made);
        if (ReferenceEquals(kept, made))
        {
            _byAge.Enqueue(stream);
            if (Interlocked.Increment(ref _count) > maxOwners)
            {
                LoseOne();
            }
        }

        return kept;
    }

    /// <summary>Loses the chain that was written to longest ago, or nearly: one that was since it was last looked at stays for another round.</summary>
    private void LoseOne()
    {
        for (var left = _byAge.Count; left > 0 && _byAge.TryDequeue(out var stream); left--)
        {
            if (left > 1 && _streams.TryGetValue(stream, out var kept) && kept.StaysForNow())
            {
                _byAge.Enqueue(stream);
                continue;
            }

            if (_streams.TryRemove(stream, out var lost))
            {
                lost.Close();
                Interlocked.Decrement(ref _count);
                return;
            }
        }
    }
}
