namespace Netra.Agents.Execution;

/// <summary>How a run that is to begin was received.</summary>
internal enum RunEntry : byte
{
    /// <summary>It has its turn and a slot.</summary>
    Begins,

    /// <summary>It has its turn, and waits for a slot.</summary>
    WaitsForSlot,

    /// <summary>It waits for its turn.</summary>
    WaitsForTurn,

    /// <summary>Its thread has a turn under way, and it would not wait.</summary>
    TurnTaken,

    /// <summary>Too many wait already.</summary>
    QueueFull,

    /// <summary>Its owner is being erased.</summary>
    Erasing,

    /// <summary>The owner has a run of that id, or had another meanwhile.</summary>
    There,
}
