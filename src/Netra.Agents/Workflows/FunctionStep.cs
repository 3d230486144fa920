namespace Netra.Agents.Workflows;

internal sealed class FunctionStep(string name, StepPolicy policy, Func<StepExecution, CancellationToken, ValueTask<ContextValue>> function, WorkflowValue? input) : StepNode(name, policy)
{
    internal override StepKind Kind => StepKind.Function;

    internal override IEnumerable<WorkflowValue> Reads => input is null ? [] : [input];

    internal override ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken)
    {
        var execution = new StepExecution(attempt.Execution, frame.PathOf(this), input is null ? current : input.Evaluate(frame, current), tryNumber);
        var deadline = StepDeadline.Begin(attempt, Policy.Timeout, cancellationToken);
        ValueTask<ContextValue> working;
        try
        {
            working = function(execution, deadline?.Token ?? cancellationToken);
        }
        catch (Exception e)
        {
            working = ValueTask.FromException<ContextValue>(e);
        }

        return working.IsCompletedSuccessfully && deadline is null
            ? new ValueTask<StepOutcome>(StepOutcome.Completed(working.Result))
            : FollowAsync(attempt, working, deadline, cancellationToken);
    }

    private async ValueTask<StepOutcome> FollowAsync(WorkflowAttempt attempt, ValueTask<ContextValue> working, StepDeadline? deadline, CancellationToken cancellationToken)
    {
        using (deadline)
        {
            var token = deadline?.Token ?? cancellationToken;
            try
            {
                // A function that doesn't listen is left behind: what it gives is not taken any more.
                return StepOutcome.Completed(working.IsCompleted ? await working : await working.AsTask().WaitAsync(token));
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                return deadline?.Outcome(Name) ?? StepOutcome.Cancelled;
            }
            catch (ExecutionFencedException) when (!attempt.Execution.Claim.IsHeld)
            {
                throw;
            }
            catch (ToolCallException e)
            {
                return StepOutcome.Failed(e.Error);
            }
            catch (Exception e)
            {
                attempt.Threw(e);
                return StepOutcome.Failed(AgentErrorCodes.StepThrew, $"Step '{Name}' threw {e.GetType().Name}.");
            }
        }
    }
}
