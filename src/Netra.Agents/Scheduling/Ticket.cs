namespace Netra.Agents.Scheduling;

/// <summary>A run as it waits: first for its turn in its thread, then for a slot. Implemented by the room that runs.</summary>
internal abstract class Ticket
{
    private int _slot;
    private int _place;

    /// <summary>The ticket that has the next turn. Under the owner's lock.</summary>
    internal Ticket? NextInThread { get; set; }

    /// <summary>Where it stands in its owner's line. Under the gate of the slots.</summary>
    internal SlotWait? Wait { get; set; }

    internal abstract OwnerLine Line { get; }

    internal abstract ThreadId ThreadId { get; }

    /// <summary>True while it waits in line for a slot.</summary>
    internal bool IsInLine => Volatile.Read(ref _slot) == (int)SlotState.InLine;

    /// <summary>It has its turn and a slot. Called with no lock held.</summary>
    internal abstract void Granted();

    /// <summary>True while it is counted among the runs that wait.</summary>
    internal bool HasPlace => Volatile.Read(ref _place) != 0;

    internal void NotePlace() => Volatile.Write(ref _place, 1);

    internal bool TryDropPlace() => HasPlace && Interlocked.Exchange(ref _place, 0) != 0;

    internal bool TryMove(SlotState from, SlotState to) => Interlocked.CompareExchange(ref _slot, (int)to, (int)from) == (int)from;

    /// <summary>It will never want a slot again.</summary>
    internal SlotState End() => (SlotState)Interlocked.Exchange(ref _slot, (int)SlotState.Over);
}
