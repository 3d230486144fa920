using Netra.Agents.Fencing;

namespace Netra.Agents.Workflows;

/// <summary>How steps wait for an answer, and how the run is suspended when all wait.</summary>
internal sealed partial class WorkflowAttempt
{
    internal async ValueTask<StepOutcome> WaitAsync(string path, ContextValue prompt, TimeSpan? expiresAfter, CancellationToken cancellationToken)
    {
        if (!Checkpoints.Enabled)
        {
            return StepOutcome.Failed(AgentErrorCodes.CannotWait, "A workflow that an agent has called can't wait: the agent can't be suspended. Run the workflow by itself.");
        }

        ContextValue? answer = null;
        if (!_loaded || !Checkpoints.TryGetWait(path, out var wait, out answer))
        {
            var now = execution.TimeProvider.GetUtcNow();
            wait = new WorkflowWait(new WaitId(execution.NewId()), path, prompt, expiresAfter is { } time ? now + time : null);
            await Checkpoints.SaveWaitAsync(wait);
        }

        if (answer is { } given)
        {
            return StepOutcome.Completed(given);
        }

        var left = wait.ExpiresAt - execution.TimeProvider.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return await ExpiredAsync();
        }

        execution.Emit(new WorkflowWaiting(execution.Claim, wait));
        using var deadline = StepDeadline.Begin(this, left, cancellationToken);
        return await Strands.WaitAsync(wait, deadline?.Token ?? cancellationToken) is { } value ? StepOutcome.Completed(value)
            : deadline is not null && deadline.Outcome(path).Status == StepStatus.Failed ? await ExpiredAsync()
            : StepOutcome.Cancelled;

        async ValueTask<StepOutcome> ExpiredAsync() => await Checkpoints.ExpireAsync(wait, CancellationToken.None) is { } late
            ? StepOutcome.Completed(late)
            : StepOutcome.Failed(AgentErrorCodes.WaitExpired, $"Nobody answered step '{path}' in time.");
    }

    /// <summary>Gives an answer that is in the store; false when the attempt takes none any more.</summary>
    internal bool TryAnswer(WaitId waitId, ContextValue value) => Strands.TryAnswer(waitId, value);

    /// <summary>Runs the steps until they have ended, or until the run is suspended.</summary>
    /// <returns>How they ended, or what is waited for.</returns>
    private async ValueTask<(StepOutcome Outcome, IReadOnlyList<WorkflowWait>? Waits)> RunOrSuspendAsync(WorkflowResume? resume, CancellationToken cancellationToken)
    {
        var following = RunToEndAsync(cancellationToken);
        if (following.IsCompletedSuccessfully)
        {
            return (following.Result, null);
        }

        var running = TellEndAsync(following);
        try
        {
            while (true)
            {
                // One signal for both, and no Task.WhenAny: that one would go by the thread pool.
                await Strands.Still;
                if (Strands.HaveEnded)
                {
                    break;
                }

                if (Strands.TrySeal() is not { } waits)
                {
                    continue;
                }

                if (await Checkpoints.SuspendAsync(HeadOf(resume), waits))
                {
                    Strands.Abandon();
                    host.Alarms.Set(execution.Context, waits);
                    BackgroundCancellation.Forget(running);

                    // It can still be stopped before its end is made known: then it is not suspended after all.
                    execution.Token.UnsafeRegister(static attempt => BackgroundCancellation.Forget(((WorkflowAttempt)attempt!).DropIfStoppedAsync().AsTask()), this);
                    return (default, waits);
                }

                Strands.Unseal(await Checkpoints.AnswersAsync(waits, cancellationToken));
            }
        }
        catch
        {
            Strands.Abandon();
            BackgroundCancellation.Forget(running);
            throw;
        }

        return (await running, null);
    }

    private async Task<StepOutcome> TellEndAsync(ValueTask<StepOutcome> running)
    {
        try
        {
            return await running;
        }
        finally
        {
            Strands.End();
        }
    }
}
