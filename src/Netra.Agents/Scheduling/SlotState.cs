namespace Netra.Agents.Scheduling;

/// <summary>What a ticket has of the slots.</summary>
internal enum SlotState
{
    /// <summary>None, and it doesn't wait for one: it waits for its turn, or for a person.</summary>
    None,

    /// <summary>It waits in its owner's line.</summary>
    InLine,

    /// <summary>One.</summary>
    Held,

    /// <summary>None, and never again.</summary>
    Over,
}
