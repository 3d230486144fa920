namespace Netra.Agents.Scheduling;

/// <summary>How many runs wait, for their turn or for a slot. Bounded for an owner and in all.</summary>
internal sealed class WaitingPlaces(int places)
{
    private int _taken;

    /// <summary>How many runs are counted.</summary>
    internal int Taken => Volatile.Read(ref _taken);

    /// <summary>Counts a run; false when there are too many.</summary>
    internal bool TryTake(Ticket ticket)
    {
        if (!TryTake(ticket.Line))
        {
            return false;
        }

        ticket.NotePlace();
        return true;
    }

    /// <summary>Counts a run that isn't made yet.</summary>
    internal bool TryTake(OwnerLine line)
    {
        if (!line.TryTakePlace())
        {
            return false;
        }

        if (Interlocked.Increment(ref _taken) <= places)
        {
            return true;
        }

        Give(line);
        return false;
    }

    internal void Give(OwnerLine line)
    {
        Interlocked.Decrement(ref _taken);
        line.GivePlace();
    }

    /// <summary>Counts a run no more; nothing when it wasn't counted.</summary>
    internal void Drop(Ticket ticket)
    {
        if (ticket.TryDropPlace())
        {
            Give(ticket.Line);
        }
    }
}
