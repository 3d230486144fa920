namespace Netra.Agents.Workflows;

/// <summary>How a step, or a sequence of them, ended. A value: what goes wrong in a step is no exception here.</summary>
internal readonly record struct StepOutcome(StepStatus Status, ContextValue Output, AgentError? Error)
{
    internal static StepOutcome Skipped => new(StepStatus.Skipped, default, null);

    internal static StepOutcome Cancelled => new(StepStatus.Cancelled, default, new AgentError(AgentErrorCodes.StepCancelled, "The step was stopped."));

    internal bool Succeeded => Status == StepStatus.Completed;

    internal static StepOutcome Completed(ContextValue output) => new(StepStatus.Completed, output, null);

    internal static StepOutcome Failed(string code, string message) => new(StepStatus.Failed, default, new AgentError(code, message));

    internal static StepOutcome Failed(AgentError error) => new(StepStatus.Failed, default, error);
}
