using Netra.Agents.Contexts;
using Netra.Agents.Execution;

namespace Netra.Agents.Workflows;

/// <summary>How an answer is kept, and how a run is taken on.</summary>
internal sealed partial class WorkflowOrchestrator
{
    /// <summary>Keeps an answer; what is wrong with it, when it can't be.</summary>
    private async ValueTask<AgentExecutionResult?> KeepAnswerAsync(UserExecutionContext userContext, RunId runId, WaitId waitId, ContextValue value, CancellationToken cancellationToken)
    {
        var waitKey = WorkflowCheckpoints.KeyOf(userContext.Owner, runId, $"w/{waitId}");
        if (await SettledAsync(userContext, core.Find(userContext.Owner, runId), cancellationToken) is not null || await host.Store.GetAsync(waitKey, cancellationToken) is not { } entry)
        {
            return NotFound(userContext, runId);
        }

        if (IsExpired(WaitRecord.Read(waitId, entry.Value)))
        {
            return Expired(userContext, waitId);
        }

        var commit = await host.Store.CommitAsync(
            [StateWrite.Expect(waitKey, entry.Version), StateWrite.Set(WorkflowCheckpoints.KeyOf(userContext.Owner, runId, $"a/{waitId}"), value, expectedVersion: 0)], null, cancellationToken);
        if (commit.Succeeded)
        {
            var recorded = await audit.TryRecordAsync(new AuditEntry(
                userContext.Owner, runId, null, audit.Now, AuditKinds.WorkflowAnswer, "wait", AuditDecisions.Allowed, null, $"Wait {waitId} was answered.") { Details = value });
            return recorded || !audit.FailsClosed ? null
                : Rejected(userContext, AgentErrorCodes.AuditUnavailable, "The answer is kept, but the audit trail can't be written, so the run doesn't go on. Take it on with ResumeAsync(context, runId) when the trail is well.");
        }

        return commit.Fault is { } fault ? throw new NetraAgentsException($"The store could not keep the answer: {fault.Message}")
            : commit.Conflict is { CurrentVersion: 0 } ? NotFound(userContext, runId)
            : commit.Conflict is { Index: 0 } ? Expired(userContext, waitId)
            : Rejected(userContext, AgentErrorCodes.AlreadyAnswered, $"Wait {waitId} has been answered.");
    }

    /// <summary>The answer is in the store. Now whoever has the run must learn of it: the attempt that is live here, or one that begins here.</summary>
    private async ValueTask<(AgentExecutionResult? Ended, AgentRun? Live, bool Taken, RunningExecution? Begun)> GoOnAsync(
        UserExecutionContext userContext, RunId runId, WaitId waitId, ContextValue value, CancellationToken cancellationToken)
    {
        while (true)
        {
            var last = core.Find(userContext.Owner, runId);
            if (await SettledAsync(userContext, last, cancellationToken) is { } ended)
            {
                return (ended, null, false, null);
            }

            if (last?.Root is { } root)
            {
                // An attempt that hasn't begun to read will find the answer in the store.
                return (null, last, root.Workflow is not WorkflowAttempt attempt || attempt.TryAnswer(waitId, value), null);
            }

            if (await HeadAsync(userContext, runId, cancellationToken) is not var (head, version))
            {
                return (NotFound(userContext, runId), null, false, null);
            }

            if (!head.IsSuspended)
            {
                return (Rejected(
                    userContext, AgentErrorCodes.RunInProgress,
                    $"The answer is kept, and run {runId} will find it. Another process has the run, or had it when it ended: then take it on with ResumeAsync(context, runId)."), null, false, null);
            }

            var (begun, refused) = await BeginAsync(userContext, runId, last, head, version);
            if (begun is not null)
            {
                return (null, null, true, begun);
            }

            if (refused!.Error!.Code != AgentErrorCodes.RunInProgress)
            {
                return (refused, null, false, null);
            }
        }
    }

    /// <summary>How a live run ends; null when that is by waiting for what has been answered: the answer came too late for the attempt.</summary>
    private static async ValueTask<AgentExecutionResult?> EndOfAsync(AgentRun run, WaitId waitId, CancellationToken cancellationToken)
    {
        var ended = await EndOfAsync(run, cancellationToken);
        return ended.Status == ExecutionStatus.Suspended && ended.Waits.Any(wait => wait.WaitId == waitId) ? null : ended;
    }

    /// <summary>Follows a run as long as the caller likes. Not Task.WaitAsync: that one would go by the thread pool.</summary>
    private static async ValueTask<AgentExecutionResult> EndOfAsync(AgentRun run, CancellationToken cancellationToken)
    {
        var ending = run.WaitAsync();
        if (!cancellationToken.CanBeCanceled || ending.IsCompleted)
        {
            return await ending;
        }

        var either = new TaskCompletionSource<AgentExecutionResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.UnsafeRegister(static (either, token) => ((TaskCompletionSource<AgentExecutionResult>)either!).TrySetCanceled(token), either);
        _ = ForwardAsync(ending, either);
        return await either.Task;
    }

    private static async Task ForwardAsync(Task<AgentExecutionResult> ending, TaskCompletionSource<AgentExecutionResult> to) => to.TrySetResult(await ending);

    /// <summary>Another attempt, which has the run's checkpoints; or why there is none.</summary>
    /// <remarks>The checkpoints first, then the first event: where two begin at once, only one is ever told of, and no place in the run is given twice.</remarks>
    private async ValueTask<(RunningExecution? Begun, AgentExecutionResult? Refused)> BeginAsync(UserExecutionContext userContext, RunId runId, AgentRun? last, CheckpointHead head, long version)
    {
        if (core.IsClosed)
        {
            return (null, Rejected(userContext, AgentErrorCodes.ShuttingDown, "The host is shutting down."));
        }

        if (host.Find(head.Workflow) is not { } definition)
        {
            return (null, Rejected(userContext, AgentErrorCodes.DefinitionChanged, $"Run {runId} is of workflow '{IdText.Shown(head.Workflow)}', which is not registered any more."));
        }

        if (core.TryKeepPlace(userContext.Owner) is not { } place)
        {
            return (null, AgentExecutionResult.Rejected(
                userContext.Run, head.Workflow, new AgentError(AgentErrorCodes.QueueFull, "Too many runs wait already. An answer that was given is kept; take the run on with ResumeAsync(context, runId) later.") { RetryAfter = core.RetryAfter }));
        }

        var isUsed = false;
        try
        {
            (var begun, var refused, isUsed) = await BeginAsync(userContext, runId, last, head, version, definition, place);
            return (begun, refused);
        }
        finally
        {
            if (!isUsed)
            {
                core.GivePlace(place);
            }
        }
    }

    private async ValueTask<(RunningExecution? Begun, AgentExecutionResult? Refused, bool IsPlaceUsed)> BeginAsync(
        UserExecutionContext userContext, RunId runId, AgentRun? last, CheckpointHead head, long version, WorkflowDefinition definition, OwnerRuns place)
    {
        var attempt = core.NewAttempt(last, head.Workflow, known => head.ContextFor(userContext, known, runId, clock, entropy), head.Input, head.Epoch + 1);
        var checkpoints = new WorkflowCheckpoints(host.Store, attempt, enabled: true);
        var own = CheckpointHead.Of(head.Workflow, host.ShapeOf(definition), attempt) with { Fingerprint = head.Fingerprint, Shapes = head.Shapes };
        try
        {
            if (!await checkpoints.BeginAsync(own, version))
            {
                return (null, InProgress(userContext, runId), false);
            }
        }
        catch (ExecutionFencedException)
        {
            return (null, InProgress(userContext, runId), false);
        }
        catch (CheckpointException e)
        {
            return (null, Rejected(userContext, AgentErrorCodes.CheckpointFailed, $"{e.Message} Resume the run when the store is well."), false);
        }

        attempt.Workflow = new WorkflowResume(own, checkpoints.HeadVersion);
        return core.TryAnnounce(attempt, place) ? (attempt, null, true) : (null, Rejected(userContext, AgentErrorCodes.OwnerErased, "The owner's data is being erased."), true);
    }
}
