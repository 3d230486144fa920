namespace Netra.Agents.Scheduling;

/// <summary>The slots of all owners. While some are free, a run takes and gives one without a lock that two owners share; when none is, owners are served by deficit round-robin.</summary>
/// <remarks>
/// M. Shreedhar and G. Varghese, "Efficient fair queuing using deficit round-robin", 1996. A run costs one unit; an owner's quantum is its weight.
/// No wakeup is lost: who gives a slot writes that before it reads whether anybody waits; who begins to wait writes that before it reads whether a slot is free.
/// </remarks>
internal sealed class RunSlots(int slots, WaitingPlaces places)
{
    private const long ShortestHint = TimeSpan.TicksPerSecond / 10;
    private const long LongestHint = TimeSpan.TicksPerMinute;

    private readonly Lock _gate = new();
    private long _meanTicks = TimeSpan.TicksPerSecond;
    private readonly int _slots = slots;
    private int _free = slots;
    private readonly OwnerRing _ring = new();

    /// <summary>How many runs have a slot.</summary>
    internal int Running => _slots - Volatile.Read(ref _free);

    /// <summary>How many owners wait although their own limit would let them run.</summary>
    internal int Ring => _ring.Count;

    /// <summary>About how long a run takes at present, as far as runs had to wait; 1 second before anything is known.</summary>
    internal TimeSpan RetryAfter => TimeSpan.FromTicks(Math.Clamp(Volatile.Read(ref _meanTicks), ShortestHint, LongestHint));

    /// <summary>Notes how long a run took that ended while others wait.</summary>
    internal void Note(TimeSpan duration)
    {
        if (places.Taken != 0)
        {
            // Two at once may lose one of them: it is a hint.
            var mean = Volatile.Read(ref _meanTicks);
            Volatile.Write(ref _meanTicks, mean + ((duration.Ticks - mean) / 8));
        }
    }

    /// <summary>Takes a slot, if nobody is passed over by that. Takes no lock and calls nobody.</summary>
    /// <param name="ticket">A ticket without a slot.</param>
    /// <param name="mustServe">True when it held something for a moment that others may have missed: then <see cref="Serve"/> must follow.</param>
    internal bool TryTake(Ticket ticket, out bool mustServe)
    {
        var line = ticket.Line;
        mustServe = false;
        if (_ring.Count != 0 || line.Waiting != 0 || !line.TryTakeSlot())
        {
            return false;
        }

        if (!TryTakeFree())
        {
            line.GiveSlot();
            mustServe = true;
            return false;
        }

        if (ticket.TryMove(SlotState.None, SlotState.Held))
        {
            places.Drop(ticket);
            return true;
        }

        line.GiveSlot();
        Interlocked.Increment(ref _free);
        mustServe = true;
        return false;
    }

    /// <summary>Takes a slot now or when it comes to that; then the ticket is told.</summary>
    /// <param name="ticket">A ticket without a slot.</param>
    /// <param name="isBack">True when it had one before: then it stands before the others of its owner.</param>
    internal void Queue(Ticket ticket, bool isBack)
    {
        var line = ticket.Line;
        List<Ticket>? granted = null;
        lock (_gate)
        {
            if (!ticket.TryMove(SlotState.None, SlotState.InLine))
            {
                // It has ended meanwhile.
                return;
            }

            ticket.Wait = new SlotWait(ticket);
            line.AddNeedsLock(ticket.Wait, first: isBack);
            ServeNeedsLock(line, ref granted);
        }

        Tell(granted);
    }

    /// <summary>Gives a slot back for a while; false when the ticket has none.</summary>
    internal bool Yield(Ticket ticket)
    {
        if (!ticket.TryMove(SlotState.Held, SlotState.None))
        {
            return false;
        }

        Give(ticket.Line);
        return true;
    }

    /// <summary>Gives back what the ticket has, for good.</summary>
    internal void End(Ticket ticket)
    {
        places.Drop(ticket);
        switch (ticket.End())
        {
            case SlotState.Held:
                Give(ticket.Line);
                break;
            case SlotState.InLine:
                LeaveLine(ticket);
                break;
            default:
                break;
        }
    }

    private void Give(OwnerLine line)
    {
        line.GiveSlot();
        Interlocked.Increment(ref _free);
        Serve(line);
    }

    /// <summary>Serves those that wait with what is free. Not under a lock: whoever gets a slot is told.</summary>
    internal void Serve(OwnerLine line)
    {
        if (_ring.Count == 0 && line.Waiting == 0)
        {
            return;
        }

        List<Ticket>? granted = null;
        lock (_gate)
        {
            ServeNeedsLock(line, ref granted);
        }

        Tell(granted);
    }

    private void LeaveLine(Ticket ticket)
    {
        var line = ticket.Line;
        lock (_gate)
        {
            if (ticket.Wait is not { } wait)
            {
                // It was just taken out, and found to be over.
                return;
            }

            TakeOutNeedsLock(line, wait);
            if (line.FirstNeedsLock is null)
            {
                _ring.LeaveNeedsLock(line);
            }
        }
    }

    private void ServeNeedsLock(OwnerLine line, ref List<Ticket>? granted)
    {
        if (!line.IsInRingNeedsLock && line.FirstNeedsLock is not null && line.Running < line.Share.MaxRuns)
        {
            _ring.JoinNeedsLock(line);
        }

        while (_ring.FirstNeedsLock is { } next && TryTakeFree())
        {
            if (next.FirstNeedsLock is not { } wait || !next.TryTakeSlot())
            {
                // Its own runs bring it back when they end.
                _ring.LeaveNeedsLock(next);
                Interlocked.Increment(ref _free);
                continue;
            }

            if (next.DeficitNeedsLock <= 0)
            {
                next.DeficitNeedsLock += next.Share.Weight;
            }

            TakeOutNeedsLock(next, wait);
            if (wait.Ticket.TryMove(SlotState.InLine, SlotState.Held))
            {
                next.DeficitNeedsLock--;
                (granted ??= []).Add(wait.Ticket);
            }
            else
            {
                next.GiveSlot();
                Interlocked.Increment(ref _free);
            }

            if (next.FirstNeedsLock is null)
            {
                _ring.LeaveNeedsLock(next);
            }
            else if (next.DeficitNeedsLock <= 0 && !_ring.IsLastNeedsLock(next))
            {
                _ring.LeaveNeedsLock(next);
                _ring.JoinNeedsLock(next);
            }
        }
    }

    private void TakeOutNeedsLock(OwnerLine line, SlotWait wait)
    {
        line.RemoveNeedsLock(wait);
        wait.Ticket.Wait = null;
        places.Drop(wait.Ticket);
    }

    private bool TryTakeFree()
    {
        for (var free = Volatile.Read(ref _free); free > 0; free = Volatile.Read(ref _free))
        {
            if (Interlocked.CompareExchange(ref _free, free - 1, free) == free)
            {
                return true;
            }
        }

        return false;
    }

    private static void Tell(List<Ticket>? granted)
    {
        foreach (var ticket in granted ?? [])
        {
            ticket.Granted();
        }
    }
}
