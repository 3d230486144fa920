namespace Netra.Agents;

/// <summary>Where a run stands, in three words.</summary>
public enum RunPhase
{
    /// <summary>It waits for its turn or for a slot.</summary>
    Waiting,

    /// <summary>It is under way.</summary>
    Live,

    /// <summary>It has ended, and is retained.</summary>
    Ended,
}
