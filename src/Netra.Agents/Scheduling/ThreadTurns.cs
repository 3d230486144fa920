namespace Netra.Agents.Scheduling;

/// <summary>Which ticket has the turn in each of an owner's threads, and which come after it. Under the owner's lock.</summary>
internal sealed class ThreadTurns
{
    private const int Few = 8;

    private List<Ticket>? _few;
    private Dictionary<ThreadId, Ticket>? _many;

    internal int CountNeedsLock => _many?.Count ?? _few?.Count ?? 0;

    internal Ticket? HolderNeedsLock(ThreadId threadId)
    {
        if (_many is not null)
        {
            return _many.GetValueOrDefault(threadId);
        }

        foreach (var holder in _few ?? [])
        {
            if (holder.ThreadId == threadId)
            {
                return holder;
            }
        }

        return null;
    }

    /// <summary>Takes the turn, or a place behind those that wait for it.</summary>
    /// <returns>True when the ticket has the turn.</returns>
    internal bool EnterNeedsLock(Ticket ticket)
    {
        var last = HolderNeedsLock(ticket.ThreadId);
        if (last is null)
        {
            HoldNeedsLock(ticket);
            return true;
        }

        while (last.NextInThread is { } next)
        {
            last = next;
        }

        last.NextInThread = ticket;
        return false;
    }

    /// <summary>Gives the turn, or the place before it, back.</summary>
    /// <returns>The ticket that has the turn now, if it got it by this; null otherwise.</returns>
    internal Ticket? LeaveNeedsLock(Ticket ticket)
    {
        var at = HolderNeedsLock(ticket.ThreadId);
        if (ReferenceEquals(at, ticket))
        {
            var next = ticket.NextInThread;
            ticket.NextInThread = null;
            ReplaceNeedsLock(ticket, next);
            return next;
        }

        for (; at is not null; at = at.NextInThread)
        {
            if (ReferenceEquals(at.NextInThread, ticket))
            {
                (at.NextInThread, ticket.NextInThread) = (ticket.NextInThread, null);
                break;
            }
        }

        return null;
    }

    private void HoldNeedsLock(Ticket ticket)
    {
        if (_many is null && _few?.Count == Few)
        {
            _many = _few.ToDictionary(holder => holder.ThreadId);
            _few = null;
        }

        if (_many is not null)
        {
            _many.Add(ticket.ThreadId, ticket);
        }
        else
        {
            (_few ??= new List<Ticket>(1)).Add(ticket);
        }
    }

    private void ReplaceNeedsLock(Ticket ticket, Ticket? next)
    {
        if (_many is not null)
        {
            if (next is not null)
            {
                _many[ticket.ThreadId] = next;
                return;
            }

            _many.Remove(ticket.ThreadId);
            if (_many.Count == 0)
            {
                _many = null;
            }

            return;
        }

        var at = _few!.IndexOf(ticket);
        if (next is not null)
        {
            _few[at] = next;
        }
        else
        {
            _few.RemoveAt(at);
        }
    }
}
