namespace Netra.Agents.Execution;

/// <summary>Outcomes as they stand in metrics and logs.</summary>
internal static class OutcomeNames
{
    internal static string Of(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Completed => "completed",
        ExecutionStatus.Failed => "failed",
        ExecutionStatus.Cancelled => "cancelled",
        ExecutionStatus.TimedOut => "timed_out",
        ExecutionStatus.Died => "died",
        ExecutionStatus.Denied => "denied",
        ExecutionStatus.Rejected => "rejected",
        ExecutionStatus.Suspended => "suspended",
        _ => throw new InvalidOperationException($"{status} is no outcome."),
    };
}
