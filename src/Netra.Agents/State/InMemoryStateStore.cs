using System.Collections.Concurrent;

namespace Netra.Agents.State;

/// <summary>State in memory: a partition an owner, bounded in entries and size, so that one owner can't use up what another needs.</summary>
internal sealed class InMemoryStateStore : IStateStore
{
    internal const int EntriesPerOwner = 10_000;
    internal const int SizePerOwner = 16 * 1024 * 1024;
    internal const int MaxOwners = 100_000;

    private readonly ConcurrentDictionary<Owner, Partition> _partitions = new();

    public ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken)
    {
        if (!_partitions.TryGetValue(key.Owner, out var partition))
        {
            return default;
        }

        lock (partition)
        {
            return new ValueTask<StateEntry?>(partition.Entries.GetValueOrDefault(key));
        }
    }

    public ValueTask<StateWriteResult> WriteAsync(StateKey key, ContextValue? value, long? expectedVersion, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var write = new Write(PartitionOf(key.Owner), key, value, expectedVersion);
        if (claim is null)
        {
            write.Commit();
        }
        else if (claim.Owner != key.Owner)
        {
            throw new InvalidOperationException("A claim of one owner was used to write state of another. Nothing was written.");
        }
        else if (!claim.TryCommit(write, static write => write.Commit()))
        {
            throw ExecutionFencedException.For(claim);
        }

        return new ValueTask<StateWriteResult>(write.Result);
    }

    public ValueTask<IReadOnlyList<string>> ListAsync(StateKey prefix, CancellationToken cancellationToken)
    {
        if (!_partitions.TryGetValue(prefix.Owner, out var partition))
        {
            return new ValueTask<IReadOnlyList<string>>([]);
        }

        lock (partition)
        {
            var names = partition.Entries.Keys
                .Where(key => key.Scope == prefix.Scope && key.ScopeId == prefix.ScopeId && key.Name.StartsWith(prefix.Name, StringComparison.Ordinal))
                .Select(key => key.Name)
                .ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            return new ValueTask<IReadOnlyList<string>>(names);
        }
    }

    private Partition PartitionOf(Owner owner)
    {
        if (_partitions.TryGetValue(owner, out var partition))
        {
            return partition;
        }

        return _partitions.Count < MaxOwners
            ? _partitions.GetOrAdd(owner, static _ => new Partition())
            : throw new NetraAgentsException($"The in-memory state holds {MaxOwners:N0} owners already. Register an IStateStore of your own.");
    }

    private sealed class Partition
    {
        internal Dictionary<StateKey, StateEntry> Entries { get; } = [];
        internal long Size { get; set; }
        internal long Writes { get; set; }
    }

    private sealed class Write(Partition partition, StateKey key, ContextValue? value, long? expectedVersion)
    {
        internal StateWriteResult Result { get; private set; }

        internal void Commit()
        {
            lock (partition)
            {
                var current = partition.Entries.GetValueOrDefault(key);
                var version = current?.Version ?? 0;
                if (expectedVersion is { } expected && expected != version)
                {
                    Result = new StateWriteResult(false, version);
                    return;
                }

                var size = partition.Size - (current?.Value.Size ?? 0) + (value?.Size ?? 0);
                if (value is not null && (size > SizePerOwner || (current is null && partition.Entries.Count >= EntriesPerOwner)))
                {
                    throw new NetraAgentsException($"The in-memory state of one owner is full ({EntriesPerOwner:N0} entries, {SizePerOwner:N0} bytes). Delete some, or register an IStateStore of your own.");
                }

                partition.Size = size;
                partition.Writes++;
                Result = new StateWriteResult(true, value is null ? 0 : partition.Writes);
                if (value is { } stored)
                {
                    partition.Entries[key] = new StateEntry(stored, partition.Writes);
                }
                else
                {
                    partition.Entries.Remove(key);
                }
            }
        }
    }
}
