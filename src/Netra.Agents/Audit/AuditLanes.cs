using System.Collections.Concurrent;

namespace Netra.Agents.Audit;

/// <summary>The chains that are open: one an owner, bounded; the ones that were idle longest are closed first.</summary>
internal sealed class AuditLanes(AuditSealer sealer, int maxOpen, Action<AuditLane> closing, Action<AuditLane> release)
{
    private const int Looks = 8;

    private readonly ConcurrentDictionary<Owner, AuditLane> _lanes = new();
    private readonly ConcurrentQueue<AuditLane> _byAge = new();
    private int _count;

    /// <exception cref="AuditUnavailableException">Too many owners' records wait to be written.</exception>
    internal AuditLane Get(Owner owner)
    {
        if (_lanes.TryGetValue(owner, out var lane))
        {
            return lane;
        }

        if (Volatile.Read(ref _count) >= maxOpen)
        {
            CloseIdle();
            if (Volatile.Read(ref _count) >= 2L * maxOpen)
            {
                throw new AuditUnavailableException($"The records of too many owners wait to be written ({nameof(AuditOptions)}.{nameof(AuditOptions.MaxOpenOwners)}).");
            }
        }

        var made = new AuditLane(owner, sealer.Keys.StreamOf(owner));
        lane = _lanes.GetOrAdd(owner, made);
        if (ReferenceEquals(lane, made))
        {
            Interlocked.Increment(ref _count);
            _byAge.Enqueue(made);
        }

        return lane;
    }

    private void CloseIdle()
    {
        for (var look = 0; look < Looks && _byAge.TryDequeue(out var lane); look++)
        {
            if (!TryBeginToClose(lane))
            {
                _byAge.Enqueue(lane);
                continue;
            }

            closing(lane);
            lock (lane)
            {
                lane.IsClosed = lane.PendingCount == 0;
            }

            if (!lane.IsClosed)
            {
                _byAge.Enqueue(lane);
                release(lane);
                continue;
            }

            lane.Forget();
            _lanes.TryRemove(KeyValuePair.Create(lane.Owner, lane));
            Interlocked.Decrement(ref _count);
            return;
        }
    }

    private static bool TryBeginToClose(AuditLane lane)
    {
        lock (lane)
        {
            var isIdle = lane is { IsBusy: false, IsQueued: false, PendingCount: 0, WasUsed: false };
            lane.WasUsed = false;
            lane.IsBusy |= isIdle;
            return isIdle;
        }
    }
}
