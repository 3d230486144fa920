using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Netra.Agents.State;

/// <summary>State in memory: a partition an owner, bounded in entries and size, so that one owner can't use up what another needs.</summary>
internal sealed partial class InMemoryStateStore(TimeProvider? clock = null, InMemoryStateLimits? limits = null) : IStateStore, IDisposable
{
    private readonly ConcurrentDictionary<Owner, StatePartition> _partitions = new();
    private readonly InMemoryStateLimits _limits = limits ?? new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private long _fullUntilUtcTicks;
    // Greater than every version of an owner who was let go: a key never sees a version twice, and nothing is kept of that owner.
    private long _lastVersion;
    private int _owners;

    internal int Owners => Volatile.Read(ref _owners);

    /// <summary>How much an owner takes up, with what has expired but isn't gone.</summary>
    internal (int Entries, long Size) KeptOf(Owner owner)
    {
        if (!_partitions.TryGetValue(owner, out var partition))
        {
            return default;
        }

        lock (partition)
        {
            return (partition.Entries, partition.SizeNeedsLock);
        }
    }

    public ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken)
    {
        key.ThrowIfDefault();
        cancellationToken.ThrowIfCancellationRequested();
        if (!_partitions.TryGetValue(key.Owner, out var partition))
        {
            return default;
        }

        lock (partition)
        {
            return new ValueTask<StateEntry?>(partition.GetNeedsLock(key, _clock));
        }
    }

    public ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writes);
        if (writes.Count == 1)
        {
            return CommitAsync(writes[0], claim, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        // A list of the caller's is its code: it is read before any lock, and once.
        StateWrite[] own = [.. writes];
        return new ValueTask<StateCommit>(Under(claim, StateWrite.OwnerOf(own, claim), null, own));
    }

    public ValueTask<StateCommit> CommitAsync(StateWrite write, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<StateCommit>(Under(claim, StateWrite.OwnerOf(write, claim), write, []));
    }

    public ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken)
    {
        prefix.ThrowIfDefault();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, StatePage.MaxLimit);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_partitions.TryGetValue(prefix.Owner, out var partition))
        {
            return new ValueTask<StatePage>(StatePage.Empty);
        }

        lock (partition)
        {
            return new ValueTask<StatePage>(partition.PageNeedsLock(prefix, afterName, limit, Now));
        }
    }

    public async IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        owner.Check(nameof(owner));
        List<StateRecord> copy = [];
        if (_partitions.TryGetValue(owner, out var partition))
        {
            lock (partition)
            {
                copy = partition.CopyNeedsLock(owner, Now);
            }
        }

        foreach (var record in copy)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }

        await Task.CompletedTask;
    }

    public ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken)
    {
        owner.Check(nameof(owner));
        cancellationToken.ThrowIfCancellationRequested();
        if (!_partitions.TryGetValue(owner, out var partition))
        {
            return new ValueTask<int>(0);
        }

        lock (partition)
        {
            var erased = partition.IsClosed ? 0 : partition.Entries;
            CloseNeedsLock(owner, partition);
            return new ValueTask<int>(erased);
        }
    }

    private long Now => _clock.GetUtcNow().UtcTicks;

    private StateCommit Under(ExecutionClaim? claim, Owner owner, StateWrite? write, StateWrite[] writes)
    {
        if (claim is null)
        {
            return Commit(owner, write, writes, null);
        }

        // The same step as ExecutionClaim.TryCommit, without an object for what it returns.
        lock (claim.Run)
        {
            claim.ThrowIfFallen();
            return Commit(owner, write, writes, claim);
        }
    }

    private StateCommit Commit(Owner owner, StateWrite? write, StateWrite[] writes, ExecutionClaim? claim)
    {
        while (true)
        {
            var isNew = !_partitions.TryGetValue(owner, out var partition);
            if (isNew)
            {
                partition = new StatePartition(_limits);
                if (!TryTakePlace())
                {
                    // What leaves nothing behind needs no place.
                    var commit = CommitNeedsLock(partition, write, writes, claim);
                    return partition.IsEmpty ? commit : Full(write ?? writes[0]);
                }
            }

            lock (partition!)
            {
                if (isNew && !_partitions.TryAdd(owner, partition))
                {
                    Interlocked.Decrement(ref _owners);
                    continue;
                }

                if (partition.IsClosed)
                {
                    continue;
                }

                if (isNew)
                {
                    // Read now: whoever had the place before has left its last version by now.
                    partition.StartAfterNeedsLock(Volatile.Read(ref _lastVersion));
                }

                try
                {
                    return CommitNeedsLock(partition, write, writes, claim);
                }
                finally
                {
                    if (partition.IsEmpty)
                    {
                        CloseNeedsLock(owner, partition);
                    }

                    Arm(partition);
                }
            }
        }
    }

    private StateCommit CommitNeedsLock(StatePartition partition, StateWrite? write, StateWrite[] writes, ExecutionClaim? claim) => write is null
        ? partition.CommitNeedsLock(writes, claim, Now)
        : partition.CommitNeedsLock(write, claim, partition.Expires || write.Expires || claim is { Epoch: > 1 } ? Now : 0);

    private void CloseNeedsLock(Owner owner, StatePartition partition)
    {
        if (partition.IsClosed)
        {
            return;
        }

        partition.IsClosed = true;
        for (var there = Volatile.Read(ref _lastVersion); there < partition.Version; there = Volatile.Read(ref _lastVersion))
        {
            Interlocked.CompareExchange(ref _lastVersion, partition.Version, there);
        }

        _partitions.TryRemove(owner, out _);
        Interlocked.Decrement(ref _owners);
    }

    private bool TryTakePlace()
    {
        if (Interlocked.Increment(ref _owners) <= _limits.Owners)
        {
            return true;
        }

        Interlocked.Decrement(ref _owners);

        // Looking at all owners costs; when it was no use, it isn't tried again at once.
        var now = Now;
        if (now < Volatile.Read(ref _fullUntilUtcTicks))
        {
            return false;
        }

        Volatile.Write(ref _fullUntilUtcTicks, now + TimeSpan.TicksPerSecond);
        Sweep();
        if (Interlocked.Increment(ref _owners) <= _limits.Owners)
        {
            return true;
        }

        Interlocked.Decrement(ref _owners);
        return false;
    }

    private StateCommit Full(StateWrite write) => StateCommit.Refused(new StateFault(
        0, write.Key, StateFaultCode.Full, $"The in-memory state holds {_limits.Owners:N0} owners already. Register an IStateStore of your own."));
}
