using Netra.Agents.Execution;

namespace Netra.Agents.Workflows;

/// <summary>How an answer is kept, once, and finds the run that waits for it.</summary>
internal sealed partial class WorkflowOrchestrator
{
    public async ValueTask<AgentExecutionResult> ResumeAsync(
        UserExecutionContext userContext, RunId runId, WaitId waitId, ContextValue value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        var refused = await KeepAnswerAsync(userContext, runId, waitId, value, cancellationToken);
        while (refused is null)
        {
            var on = await GoOnAsync(userContext, runId, waitId, value, cancellationToken);
            if (on.Begun is { } execution)
            {
                var completion = execution.Completion;
                execution.Launch(cancellationToken);
                return await completion;
            }

            refused = on.Ended ?? await EndOfAsync(on.Live!, waitId, cancellationToken);
        }

        return refused;
    }

    /// <summary>Answers a wait, and takes the run on without following it; what is in the way, when it can't.</summary>
    internal async ValueTask<AgentExecutionResult?> AnswerAsync(UserExecutionContext userContext, RunId runId, WaitId waitId, ContextValue value, CancellationToken cancellationToken)
    {
        var refused = await KeepAnswerAsync(userContext, runId, waitId, value, cancellationToken);
        while (refused is null)
        {
            var on = await GoOnAsync(userContext, runId, waitId, value, cancellationToken);
            if (on.Begun is { } execution)
            {
                execution.Launch(CancellationToken.None);
                return null;
            }

            if (on.Taken)
            {
                return null;
            }

            refused = on.Ended ?? await EndOfAsync(on.Live!, waitId, cancellationToken);
        }

        return refused;
    }

    /// <summary>Keeps an answer; what is wrong with it, when it can't be.</summary>
    private async ValueTask<AgentExecutionResult?> KeepAnswerAsync(UserExecutionContext userContext, RunId runId, WaitId waitId, ContextValue value, CancellationToken cancellationToken)
    {
        var waitKey = WorkflowCheckpoints.KeyOf(userContext.Owner, runId, $"w/{waitId}");
        if (Settled(core.Find(userContext.Owner, runId)) is not null || await host.Store.GetAsync(waitKey, cancellationToken) is not { } entry)
        {
            return NotFound(userContext, runId);
        }

        if (IsExpired(WaitRecord.Read(waitId, entry.Value)))
        {
            return Rejected(userContext, AgentErrorCodes.WaitExpired, $"Wait {waitId} can't be answered any more. Take the run on with ResumeAsync(context, runId).");
        }

        var commit = await host.Store.CommitAsync(
            [StateWrite.Expect(waitKey, entry.Version), StateWrite.Set(WorkflowCheckpoints.KeyOf(userContext.Owner, runId, $"a/{waitId}"), value, expectedVersion: 0)], null, cancellationToken);
        if (commit.Succeeded)
        {
            var recorded = await audit.TryRecordAsync(new AuditEntry(
                userContext.Owner, runId, null, audit.Now, AuditKinds.WorkflowAnswer, "wait", AuditDecisions.Allowed, null, $"Wait {waitId} was answered.") { Details = value });
            return recorded || !audit.FailsClosed ? null
                : Rejected(userContext, AgentErrorCodes.AuditUnavailable, $"The answer is kept, but the audit trail can't be written, so the run doesn't go on. Take it on with ResumeAsync(context, runId) when the trail is well.");
        }

        return commit.Fault is { } fault ? throw new NetraAgentsException($"The store could not keep the answer: {fault.Message}")
            : commit.Conflict is { CurrentVersion: 0 } ? NotFound(userContext, runId)
            : Rejected(userContext, AgentErrorCodes.AlreadyAnswered, $"Wait {waitId} has been answered.");
    }

    /// <summary>The answer is in the store. Now whoever has the run must learn of it: the attempt that is live here, or one that begins here.</summary>
    private async ValueTask<(AgentExecutionResult? Ended, AgentRun? Live, bool Taken, RunningExecution? Begun)> GoOnAsync(
        UserExecutionContext userContext, RunId runId, WaitId waitId, ContextValue value, CancellationToken cancellationToken)
    {
        while (true)
        {
            var last = core.Find(userContext.Owner, runId);
            if (Settled(last) is { } ended)
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

            if (Begin(userContext, runId, last, head, version, out var refused) is { } begun)
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
        var ended = await run.WaitAsync().WaitAsync(cancellationToken);
        return ended.Status == ExecutionStatus.Suspended && ended.Waits.Any(wait => wait.WaitId == waitId) ? null : ended;
    }
}
