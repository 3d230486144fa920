namespace Netra.Agents.Execution;

/// <summary>Which state may follow which. Pure: no clock, no lock, no effect.</summary>
internal static class ExecutionTransitions
{
    internal static bool IsTerminal(ExecutionStatus status) => status >= ExecutionStatus.Completed;

    internal static bool IsLegal(ExecutionStatus from, ExecutionStatus to) => from switch
    {
        ExecutionStatus.Pending => to is ExecutionStatus.Starting or ExecutionStatus.Rejected or ExecutionStatus.Cancelled,
        ExecutionStatus.Starting => to is ExecutionStatus.Running or ExecutionStatus.Cancelled or ExecutionStatus.TimedOut or ExecutionStatus.Died,
        ExecutionStatus.Running => to is ExecutionStatus.Completing or ExecutionStatus.Denied or ExecutionStatus.Cancelled or ExecutionStatus.TimedOut or ExecutionStatus.Died,
        ExecutionStatus.Completing => to is ExecutionStatus.Completed or ExecutionStatus.Failed or ExecutionStatus.Denied or ExecutionStatus.Suspended,
        _ => false,
    };

    /// <exception cref="InvalidOperationException">The move is not legal.</exception>
    internal static ExecutionStatus Move(ExecutionStatus from, ExecutionStatus to) =>
        IsLegal(from, to) ? to : throw new InvalidOperationException($"An execution can't go from {from} to {to}.");
}
