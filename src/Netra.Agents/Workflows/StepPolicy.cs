namespace Netra.Agents.Workflows;

/// <summary>What holds for a step beside what it does.</summary>
internal sealed record StepPolicy
{
    internal WorkflowValue? Condition { get; init; }
    internal StepRetry? Retry { get; init; }
    internal TimeSpan? Timeout { get; init; }
    internal FailureAction OnFailure { get; init; }
    internal string? GoTo { get; init; }
    internal bool AlwaysRun { get; init; }
    internal Block? Undo { get; init; }

    /// <summary>True when the flow may go on after the step without its output.</summary>
    internal bool MayLackOutput => Condition is not null || OnFailure == FailureAction.Continue;
}
