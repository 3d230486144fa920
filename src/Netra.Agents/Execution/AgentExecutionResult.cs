namespace Netra.Agents;

/// <summary>How an execution ended. A failure is a value here; <see cref="EnsureSuccess"/> makes it an exception.</summary>
public sealed class AgentExecutionResult
{
    internal AgentExecutionResult(RunId runId, ExecutionId? executionId, string agentName, ExecutionStatus status, AgentOutput? output, AgentError? error, TimeSpan duration, Exception? exception) =>
        (RunId, ExecutionId, AgentName, Status, Output, Error, Duration, Exception) = (runId, executionId, agentName, status, output, error, duration, exception);

    /// <summary>The run.</summary>
    public RunId RunId { get; }

    /// <summary>The execution; null when it was rejected and so never begun.</summary>
    public ExecutionId? ExecutionId { get; }

    /// <summary>The agent.</summary>
    public string AgentName { get; }

    /// <summary>One of the terminal states.</summary>
    public ExecutionStatus Status { get; }

    /// <summary>What the agent gave; null unless it completed.</summary>
    public AgentOutput? Output { get; }

    /// <summary>Why it did not complete; null when it did.</summary>
    public AgentError? Error { get; }

    /// <summary>From start to end.</summary>
    public TimeSpan Duration { get; }

    /// <summary>What models used, if the agent said.</summary>
    public TokenUsage? Usage => Output?.Usage;

    /// <summary>What the agent threw, for the host's own eyes; it may hold anything, so it is in no event.</summary>
    public Exception? Exception { get; }

    /// <summary>True when the agent gave its output.</summary>
    public bool Succeeded => Status == ExecutionStatus.Completed;

    /// <summary>The output.</summary>
    /// <exception cref="AgentExecutionException">The execution did not complete.</exception>
    public AgentOutput EnsureSuccess() => Succeeded ? Output! : throw new AgentExecutionException(this);

    /// <summary>The agent and how it ended, and nothing of its output.</summary>
    public override string ToString() => Error is null ? $"{AgentName}: {Status}" : $"{AgentName}: {Status} ({Error.Code})";
}
