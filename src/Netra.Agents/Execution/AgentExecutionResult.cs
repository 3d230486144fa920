namespace Netra.Agents;

/// <summary>How an execution ended. A failure is a value here; <see cref="EnsureSuccess"/> makes it an exception.</summary>
public sealed class AgentExecutionResult
{
    private readonly ExecutionClaim _claim;
    private readonly object? _exceptionOrWaits;
    private long _durationTicks;

    internal AgentExecutionResult(ExecutionClaim claim, ExecutionStatus status, AgentOutput? output, AgentError? error, object? exceptionOrWaits) =>
        (_claim, Status, Output, Error, _exceptionOrWaits) = (claim, status, output, error, exceptionOrWaits);

    /// <summary>Which attempt at the run it is the result of.</summary>
    internal long Epoch => _claim.Epoch;

    /// <summary>The run.</summary>
    public RunId RunId => _claim.RunId;

    /// <summary>The execution; null when it was rejected and so never begun.</summary>
    public ExecutionId? ExecutionId => _claim.ExecutionId.IsDefault || Status == ExecutionStatus.Rejected ? null : _claim.ExecutionId;

    /// <summary>The agent.</summary>
    public string AgentName => _claim.AgentName;

    /// <summary>One of the terminal states.</summary>
    public ExecutionStatus Status { get; }

    /// <summary>What the agent gave; null unless it completed.</summary>
    public AgentOutput? Output { get; }

    /// <summary>Why it did not complete; null when it did.</summary>
    public AgentError? Error { get; }

    /// <summary>From start to end.</summary>
    public TimeSpan Duration => new(_durationTicks);

    /// <summary>What models used, if the agent said.</summary>
    public TokenUsage? Usage => Output?.Usage;

    /// <summary>What the agent threw, for the host's own eyes; it may hold anything, so it is in no event.</summary>
    public Exception? Exception => _exceptionOrWaits as Exception;

    /// <summary>What a suspended workflow waits for; empty for all others.</summary>
    public IReadOnlyList<WorkflowWait> Waits => _exceptionOrWaits as IReadOnlyList<WorkflowWait> ?? [];

    /// <summary>True when the agent gave its output.</summary>
    public bool Succeeded => Status == ExecutionStatus.Completed;

    /// <summary>The output.</summary>
    /// <exception cref="AgentExecutionException">The execution did not complete.</exception>
    public AgentOutput EnsureSuccess() => Succeeded ? Output! : throw new AgentExecutionException(this);

    /// <summary>The end is decided when the agent's code has ended; how long it took, when that is made known.</summary>
    internal AgentExecutionResult Took(long ticks)
    {
        _durationTicks = ticks;
        return this;
    }

    internal AgentTerminalEvent ToEvent(bool isWorkflow) => isWorkflow ? ToWorkflowEvent() : Status switch
    {
        ExecutionStatus.Completed => new AgentCompleted(_claim, Duration, Output!),
        ExecutionStatus.Cancelled => new AgentCancelled(_claim, Duration, Error!),
        ExecutionStatus.TimedOut => new AgentTimedOut(_claim, Duration, Error!),
        ExecutionStatus.Died => new AgentDied(_claim, Duration, Error!),
        _ => new AgentFailed(_claim, Duration, Error!),
    };

    private AgentTerminalEvent ToWorkflowEvent() => Status switch
    {
        ExecutionStatus.Completed => new WorkflowCompleted(_claim, Duration, Output!),
        ExecutionStatus.Suspended => new WorkflowSuspended(_claim, Duration, Waits),
        ExecutionStatus.Cancelled => new WorkflowCancelled(_claim, Duration, Error!),
        ExecutionStatus.TimedOut => new WorkflowTimedOut(_claim, Duration, Error!),
        ExecutionStatus.Died => new WorkflowDied(_claim, Duration, Error!),
        _ => new WorkflowFailed(_claim, Duration, Error!),
    };

    /// <summary>An execution that was never begun.</summary>
    internal static AgentExecutionResult Rejected(Contexts.RunIdentity run, string agentName, string code, string message) => Rejected(run, agentName, new AgentError(code, message));

    /// <summary>An execution that was never begun.</summary>
    internal static AgentExecutionResult Rejected(Contexts.RunIdentity run, string agentName, AgentError error) =>
        new(new ExecutionClaim(run, default, null, agentName), ExecutionStatus.Rejected, null, error, null);

    /// <summary>The agent and how it ended, and nothing of its output.</summary>
    public override string ToString() => Error is null ? $"{AgentName}: {Status}" : $"{AgentName}: {Status} ({Error.Code})";
}
