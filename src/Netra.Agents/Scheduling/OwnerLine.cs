namespace Netra.Agents.Scheduling;

/// <summary>One owner before the slots: how many it has, and who of its runs waits.</summary>
internal sealed class OwnerLine
{
    private SlotWait? _first;
    private SlotWait? _last;
    private int _running;
    private int _waiting;
    private int _places;

    /// <summary>What the owner is entitled to, as it was said last.</summary>
    internal OwnerShare Share { get; set; } = OwnerShare.Default;

    /// <summary>The turns of the owner's threads. Under the owner's lock.</summary>
    internal ThreadTurns Turns { get; } = new();

    /// <summary>How many runs of the owner have a slot.</summary>
    internal int Running => Volatile.Read(ref _running);

    /// <summary>How many stand in line for one.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <summary>How many are counted among those that wait, for their turn or for a slot.</summary>
    internal int Places => Volatile.Read(ref _places);

    /// <summary>How many more of its runs may begin before the next owner's. Under the gate of the slots, as all below.</summary>
    internal int DeficitNeedsLock { get; set; }

    internal bool IsInRingNeedsLock { get; set; }

    internal OwnerLine? NextInRingNeedsLock { get; set; }

    internal bool TryTakeSlot()
    {
        for (var running = Running; running < Share.MaxRuns; running = Running)
        {
            if (Interlocked.CompareExchange(ref _running, running + 1, running) == running)
            {
                return true;
            }
        }

        return false;
    }

    internal void GiveSlot() => Interlocked.Decrement(ref _running);

    internal bool TryTakePlace()
    {
        for (var places = Places; places < Share.MaxWaitingRuns; places = Places)
        {
            if (Interlocked.CompareExchange(ref _places, places + 1, places) == places)
            {
                return true;
            }
        }

        return false;
    }

    internal void GivePlace() => Interlocked.Decrement(ref _places);

    internal void AddNeedsLock(SlotWait wait, bool first)
    {
        if (_first is null)
        {
            _first = _last = wait;
        }
        else if (first)
        {
            (wait.After, _first.Before) = (_first, wait);
            _first = wait;
        }
        else
        {
            (wait.Before, _last!.After) = (_last, wait);
            _last = wait;
        }

        Interlocked.Increment(ref _waiting);
    }

    internal SlotWait? FirstNeedsLock => _first;

    internal void RemoveNeedsLock(SlotWait wait)
    {
        if (wait.Before is null)
        {
            _first = wait.After;
        }
        else
        {
            wait.Before.After = wait.After;
        }

        if (wait.After is null)
        {
            _last = wait.Before;
        }
        else
        {
            wait.After.Before = wait.Before;
        }

        (wait.Before, wait.After) = (null, null);
        Interlocked.Decrement(ref _waiting);
    }
}
