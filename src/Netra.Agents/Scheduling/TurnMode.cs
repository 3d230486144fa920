namespace Netra.Agents;

/// <summary>What happens when a run is asked for in a thread that has one under way. A conversation has one turn at a time.</summary>
public enum TurnMode
{
    /// <summary>It waits until the turns before it have ended.</summary>
    Enqueue,

    /// <summary>It is Rejected, with the code <c>turn_taken</c>.</summary>
    Reject,

    /// <summary>The turns before it are cancelled, and it begins when they have lost the right to act. What they had saved stays, marked as interrupted.</summary>
    CancelPrevious,

    /// <summary>It begins beside the others: it neither takes a turn nor waits for one.</summary>
    Parallel,
}
