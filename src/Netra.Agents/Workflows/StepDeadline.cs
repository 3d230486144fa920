namespace Netra.Agents.Workflows;

/// <summary>A step's own time, on the run's clock: when it is over, what the step does is cancelled and the step has failed.</summary>
internal sealed class StepDeadline : IDisposable
{
    private readonly LinkedCancellation _cancellation;
    private readonly TimeSpan _limit;
    private readonly CancellationToken _outer;
    private readonly ITimer _timer;
    private int _passed;

    private StepDeadline(WorkflowAttempt attempt, TimeSpan limit, CancellationToken outer)
    {
        (_limit, _outer) = (limit, outer);
        _cancellation = new LinkedCancellation(attempt.Strands, outer);
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _timer = attempt.Execution.TimeProvider.CreateTimer(static deadline => ((StepDeadline)deadline!).Pass(), this, limit, Timeout.InfiniteTimeSpan);
        }
    }

    internal CancellationToken Token => _cancellation.Token;

    /// <summary>Null when the step has no time of its own.</summary>
    internal static StepDeadline? Begin(WorkflowAttempt attempt, TimeSpan? limit, CancellationToken outer) =>
        limit is { } time ? new StepDeadline(attempt, time, outer) : null;

    /// <summary>How a step that was cancelled ended: by its own time, or by what is around it.</summary>
    internal StepOutcome Outcome(string step) => Volatile.Read(ref _passed) == 1 && !_outer.IsCancellationRequested
        ? StepOutcome.Failed(AgentErrorCodes.StepTimedOut, $"Step '{step}' took longer than {_limit}.")
        : StepOutcome.Cancelled;

    public void Dispose()
    {
        _timer.Dispose();
        _cancellation.LetGo();
    }

    private void Pass()
    {
        Volatile.Write(ref _passed, 1);
        _cancellation.Cancel();
    }
}
