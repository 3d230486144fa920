namespace Netra.Agents.Scheduling;

/// <summary>The owners that wait for a slot although their own limit would let them run, in the order in which they are served. Under the gate of the slots.</summary>
internal sealed class OwnerRing
{
    private OwnerLine? _last;
    private int _count;

    /// <summary>How many owners there are; read without the gate too.</summary>
    internal int Count => Volatile.Read(ref _count);

    internal OwnerLine? FirstNeedsLock { get; private set; }

    internal bool IsLastNeedsLock(OwnerLine line) => ReferenceEquals(_last, line);

    internal void JoinNeedsLock(OwnerLine line)
    {
        (line.IsInRingNeedsLock, line.NextInRingNeedsLock) = (true, null);
        if (_last is null)
        {
            FirstNeedsLock = line;
        }
        else
        {
            _last.NextInRingNeedsLock = line;
        }

        _last = line;
        Interlocked.Increment(ref _count);
    }

    /// <summary>Takes an owner out; nothing when it isn't there.</summary>
    internal void LeaveNeedsLock(OwnerLine line)
    {
        if (!line.IsInRingNeedsLock)
        {
            return;
        }

        OwnerLine? before = null;
        for (var at = FirstNeedsLock; !ReferenceEquals(at, line); at = at!.NextInRingNeedsLock)
        {
            before = at;
        }

        if (before is null)
        {
            FirstNeedsLock = line.NextInRingNeedsLock;
        }
        else
        {
            before.NextInRingNeedsLock = line.NextInRingNeedsLock;
        }

        if (ReferenceEquals(_last, line))
        {
            _last = before;
        }

        (line.IsInRingNeedsLock, line.NextInRingNeedsLock) = (false, null);

        // Who comes back begins a new round: what was left of the last can't be saved up.
        line.DeficitNeedsLock = 0;
        Interlocked.Decrement(ref _count);
    }
}
