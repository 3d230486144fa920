namespace Netra.Agents.Scheduling;

/// <summary>A ticket's place in its owner's line.</summary>
internal sealed class SlotWait(Ticket ticket)
{
    internal Ticket Ticket { get; } = ticket;

    internal SlotWait? Before { get; set; }

    internal SlotWait? After { get; set; }
}
