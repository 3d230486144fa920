namespace Netra.Agents.Execution;

/// <summary>What follows from how an agent's code ended by itself. Pure.</summary>
internal static class AgentEndings
{
    internal static AgentExecutionResult Of(ExecutionClaim claim, AgentOutput? output, Exception? exception, string? misfit) => exception switch
    {
        null when misfit is not null => Failed(claim, AgentErrorCodes.InvalidOutput, $"The output of agent '{claim.AgentName}' doesn't fit what was asked for: {misfit}"),
        null when output is { Ending: WorkflowEnding ending } => new(claim, ending.Status, null, ending.Error, ending.ExceptionOrWaits),
        null when output is not null => new(claim, ExecutionStatus.Completed, output, null, null),
        null => Failed(claim, AgentErrorCodes.NoOutput, $"Agent '{claim.AgentName}' returned null. Return AgentOutput.FromText(\"\") where there is nothing to say."),
        ToolCallException { Error: { Code: AgentErrorCodes.Denied } denied } => new(claim, ExecutionStatus.Denied, null, denied, exception),
        BudgetException { Error: var exhausted } => new(claim, ExecutionStatus.Denied, null, exhausted, exception),
        AgentException { Error: var told } => new(claim, ExecutionStatus.Failed, null, told, exception),
        OperationCanceledException => Failed(claim, AgentErrorCodes.UnexpectedCancellation, $"Agent '{claim.AgentName}' ended with a cancellation that nobody had asked for.", exception),
        _ => Failed(claim, AgentErrorCodes.AgentFailed, $"Agent '{claim.AgentName}' threw {exception.GetType().Name}.", exception),
    };

    private static AgentExecutionResult Failed(ExecutionClaim claim, string code, string message, Exception? exception = null) =>
        new(claim, ExecutionStatus.Failed, null, new AgentError(code, message), exception);
}
