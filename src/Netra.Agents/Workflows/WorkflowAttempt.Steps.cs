namespace Netra.Agents.Workflows;

/// <summary>How steps run: in their order, each by its policy, each finished one a checkpoint before it is told.</summary>
internal sealed partial class WorkflowAttempt
{
    /// <summary>Runs steps one after the other. The outcome is that of the first failure that stops it, or what the last step gave.</summary>
    internal async ValueTask<StepOutcome> RunBlockAsync(Block block, Frame frame, ContextValue current, CancellationToken cancellationToken)
    {
        StepOutcome? ended = null;
        string? target = null;
        foreach (var step in block.Steps)
        {
            if (target == step.Name)
            {
                target = null;
            }

            if ((ended is not null || target is not null) && !step.Policy.AlwaysRun)
            {
                if (ended is not { Status: StepStatus.Cancelled })
                {
                    Skip(step, frame, target is null ? "failure" : "jump");
                }

                continue;
            }

            // What always runs does so also where what is around it was stopped, as long as the run itself goes on.
            var token = ended is not null && cancellationToken.IsCancellationRequested ? execution.Token : cancellationToken;
            frame = ended is { Status: StepStatus.Cancelled } ? frame.Stopped() : frame;
            var outcome = await RunStepAsync(step, frame, current, token);
            switch (outcome.Status)
            {
                case StepStatus.Completed:
                    current = outcome.Output;
                    break;
                case StepStatus.Failed when step.Policy.OnFailure == FailureAction.GoTo && ended is null:
                    target = step.Policy.GoTo;
                    break;
                case StepStatus.Failed when step.Policy.OnFailure == FailureAction.Continue:
                case StepStatus.Skipped:
                    break;
                default:
                    ended ??= outcome;
                    break;
            }
        }

        return ended ?? StepOutcome.Completed(current);
    }

    private async ValueTask<StepOutcome> RunStepAsync(StepNode step, Frame frame, ContextValue current, CancellationToken cancellationToken)
    {
        var path = frame.PathOf(step);
        if (_loaded && Checkpoints.TryGet(path, out var outcome, out var degraded))
        {
            _degraded |= degraded;
            Restore(step, frame, current);
            Keep(step, frame, outcome);
            return outcome;
        }

        if (_broken || cancellationToken.IsCancellationRequested)
        {
            return StepOutcome.Cancelled;
        }

        StepOutcome? unread = null;
        if (step.Policy.Condition is { } condition && !Holds(condition, frame, current, out unread) && unread is null)
        {
            Skip(step, frame, "condition");
            return StepOutcome.Skipped;
        }

        var started = new StepStarted(execution.Claim, path, step.Kind);
        if (!execution.TryBeginStep(started))
        {
            return StepOutcome.Failed(AgentErrorCodes.LimitReached, "The run has used up its steps (NetraAgentsOptions.MaxStepsPerRun).");
        }

        try
        {
            outcome = unread ?? await (step.Policy.Retry is { } retry ? TryAsync(step, retry, frame, current, cancellationToken) : OnceAsync(step, frame, current, 1, cancellationToken));
        }
        catch (DataMismatchException e)
        {
            // Not tried again: it would read the same.
            outcome = StepOutcome.Failed(AgentErrorCodes.InputMismatch, e.Message);
        }

        if (outcome.Status != StepStatus.Cancelled && !frame.IsStopped)
        {
            await Checkpoints.SaveAsync(step, path, outcome, _degraded);
        }

        Keep(step, frame, outcome);
        execution.Emit(outcome.Error is { } error ? new StepFailed(started, error) : new StepCompleted(started, outcome.Output));
        return outcome;
    }

    private async ValueTask<StepOutcome> TryAsync(StepNode step, StepRetry retry, Frame frame, ContextValue current, CancellationToken cancellationToken)
    {
        var outcome = await OnceAsync(step, frame, current, 1, cancellationToken);
        for (var number = 2; number <= retry.MaxAttempts && outcome is { Status: StepStatus.Failed, Error.Code: not AgentErrorCodes.Denied }; number++)
        {
            var delay = retry.DelayBefore(number, execution.NextRandom(1 << 20) / (double)(1 << 20));
            if (delay > TimeSpan.Zero)
            {
                using (execution.ExpectQuiet(delay))
                {
                    try
                    {
                        await Task.Delay(delay, execution.TimeProvider, cancellationToken);
                    }
                    catch (OperationCanceledException)
                    {
                        return StepOutcome.Cancelled;
                    }
                }
            }

            if (!execution.Claim.IsHeld || frame.IsStopped || cancellationToken.IsCancellationRequested)
            {
                // The token is cancelled behind the fence, not with it: the delay may have ended in between.
                return StepOutcome.Cancelled;
            }

            outcome = await OnceAsync(step, frame, current, number, cancellationToken);
        }

        return outcome;
    }

    /// <summary>Actions and waits keep their time themselves; what is made of steps has one around it.</summary>
    private ValueTask<StepOutcome> OnceAsync(StepNode step, Frame frame, ContextValue current, int number, CancellationToken cancellationToken) =>
        step.Policy.Timeout is null || step.IsAction || step.Kind == StepKind.Wait
            ? step.ExecuteAsync(this, frame, current, number, cancellationToken)
            : WithinAsync(step, frame, current, number, cancellationToken);

    private async ValueTask<StepOutcome> WithinAsync(StepNode step, Frame frame, ContextValue current, int number, CancellationToken cancellationToken)
    {
        using var deadline = StepDeadline.Begin(this, step.Policy.Timeout, cancellationToken)!;
        var outcome = await step.ExecuteAsync(this, frame, current, number, deadline.Token);
        return outcome.Status == StepStatus.Cancelled ? deadline.Outcome(step.Name) : outcome;
    }

    private static bool Holds(WorkflowValue condition, Frame frame, ContextValue current, out StepOutcome? unread)
    {
        unread = null;
        try
        {
            var value = condition.Evaluate(frame, current);
            if (value.Kind == ContextValueKind.Boolean)
            {
                return value.AsBoolean();
            }

            unread = StepOutcome.Failed(AgentErrorCodes.InputMismatch, $"The condition '{condition}' is of kind {value.Kind}, not true or false.");
        }
        catch (DataMismatchException e)
        {
            unread = StepOutcome.Failed(AgentErrorCodes.InputMismatch, e.Message);
        }

        return false;
    }

    private void Skip(StepNode step, Frame frame, string reason)
    {
        frame.Set(step, StepOutcome.Skipped);
        execution.Emit(new StepSkipped(execution.Claim, frame.PathOf(step), reason));
    }

    private void Keep(StepNode step, Frame frame, in StepOutcome outcome)
    {
        frame.Set(step, outcome);
        if (outcome.Succeeded ? step.Policy.Undo is null : outcome.Status != StepStatus.Failed)
        {
            return;
        }

        lock (_undo)
        {
            if (outcome.Succeeded)
            {
                _undo.Add((step, frame, outcome.Output));
                return;
            }

            // What failed because of a step inside of it is told by that step's own entry.
            var error = outcome.Error!;
            if ((step.Blocks.Count == 0 && step.Kind != StepKind.Workflow) || _failures?.Exists(failure => failure.Error == error) is not true)
            {
                (_failures ??= []).Add((frame.PathOf(step), error));
            }
        }
    }

    /// <summary>Undoes what was done, the last first. A step that can't be undone doesn't keep the others from it.</summary>
    /// <returns>What to add to the words of the failure.</returns>
    private async ValueTask<string> UndoAsync(CancellationToken cancellationToken)
    {
        var words = "";
        for (var i = _undo.Count - 1; i >= 0; i--)
        {
            var (step, frame, output) = _undo[i];
            var inner = new Frame(this, step.UndoScope!, frame, $"{frame.PathOf(step)}~undo/", frame.Input) { Item = frame.Item, Index = frame.Index };
            var outcome = await RunBlockAsync(step.Policy.Undo!, inner, output, cancellationToken);
            if (!outcome.Succeeded)
            {
                words += $" Undoing step '{frame.PathOf(step)}' failed too.";
            }
        }

        return words;
    }
}
