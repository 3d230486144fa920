namespace Netra.Agents.Execution;

/// <summary>How an execution ends, before it has. Pure.</summary>
internal sealed record Ending(ExecutionStatus Status, AgentOutput? Output, AgentError? Error, Exception? Exception)
{
    /// <summary>What follows from how the agent's code ended by itself.</summary>
    internal static Ending Of(string agentName, AgentOutput? output, Exception? exception) => exception switch
    {
        null when output is not null => new(ExecutionStatus.Completed, output, null, null),
        null => Failed(AgentErrorCodes.NoOutput, $"Agent '{agentName}' returned null. Return AgentOutput.FromText(\"\") where there is nothing to say."),
        ToolCallException { Error: { Code: AgentErrorCodes.Denied } denied } => new(ExecutionStatus.Denied, null, denied, exception),
        OperationCanceledException => Failed(AgentErrorCodes.UnexpectedCancellation, $"Agent '{agentName}' ended with a cancellation that nobody had asked for.", exception),
        _ => Failed(AgentErrorCodes.AgentFailed, $"Agent '{agentName}' threw {exception.GetType().Name}.", exception),
    };

    private static Ending Failed(string code, string message, Exception? exception = null) => new(ExecutionStatus.Failed, null, new AgentError(code, message), exception);

    internal AgentTerminalEvent ToEvent(ExecutionClaim claim, TimeSpan duration) => Status switch
    {
        ExecutionStatus.Completed => new AgentCompleted(claim, duration, Output!.Value, Output.IsDegraded, Output.Usage),
        ExecutionStatus.Cancelled => new AgentCancelled(claim, duration, Error!),
        ExecutionStatus.TimedOut => new AgentTimedOut(claim, duration, Error!),
        ExecutionStatus.Died => new AgentDied(claim, duration, Error!),
        _ => new AgentFailed(claim, duration, Error!),
    };
}
