using System.Collections.Concurrent;

namespace Netra.Agents.Audit;

/// <summary>Keeps the newest entries of each owner: bounded for an owner, so that one can't push out another's, and in owners.</summary>
internal sealed class InMemoryAuditTrail : IAuditTrail
{
    internal const int EntriesPerOwner = 1_000;
    internal const int MaxOwners = 100_000;

    private readonly ConcurrentDictionary<Owner, Queue<AuditEntry>> _entries = new();
    private readonly ConcurrentQueue<Owner> _oldestOwners = new();

    public ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!_entries.TryGetValue(entry.Owner, out var own))
        {
            var made = new Queue<AuditEntry>();
            own = _entries.GetOrAdd(entry.Owner, made);
            if (ReferenceEquals(own, made))
            {
                _oldestOwners.Enqueue(entry.Owner);
                if (_entries.Count > MaxOwners && _oldestOwners.TryDequeue(out var oldest))
                {
                    _entries.TryRemove(oldest, out _);
                }
            }
        }

        lock (own)
        {
            own.Enqueue(entry);
            if (own.Count > EntriesPerOwner)
            {
                own.Dequeue();
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ListAsync(UserExecutionContext userContext, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        if (!_entries.TryGetValue(userContext.Owner, out var own))
        {
            return new ValueTask<IReadOnlyList<AuditEntry>>([]);
        }

        lock (own)
        {
            return new ValueTask<IReadOnlyList<AuditEntry>>([.. own]);
        }
    }
}
