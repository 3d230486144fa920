namespace Netra.Agents;

/// <summary>Where an execution stands. It ends in exactly one of the last eight, and never leaves it.</summary>
public enum ExecutionStatus
{
    /// <summary>Waits for its turn in its thread, or for a slot.</summary>
    Pending,

    /// <summary>Announced; waits for a thread of the pool.</summary>
    Starting,

    /// <summary>The agent is at work.</summary>
    Running,

    /// <summary>The agent has ended; its services are being disposed.</summary>
    Completing,

    /// <summary>The agent gave its output.</summary>
    Completed,

    /// <summary>The agent threw, or gave nothing.</summary>
    Failed,

    /// <summary>Somebody asked it to stop.</summary>
    Cancelled,

    /// <summary>A deadline passed.</summary>
    TimedOut,

    /// <summary>It made no progress and is taken for dead.</summary>
    Died,

    /// <summary>It ended because something was not allowed.</summary>
    Denied,

    /// <summary>It was never begun: refused at once, or after it had waited too long.</summary>
    Rejected,

    /// <summary>A workflow has come to where only an answer from outside can take it on. The execution has ended; resuming its run begins another.</summary>
    Suspended,
}
