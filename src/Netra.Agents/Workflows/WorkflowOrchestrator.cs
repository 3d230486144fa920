using Netra.Agents.Audit;
using Netra.Agents.Contexts;
using Netra.Agents.Execution;

namespace Netra.Agents.Workflows;

internal sealed class WorkflowOrchestrator(WorkflowHost host, AgentExecutionCore core, AuditRecorder audit, TimeProvider clock, IEntropySource entropy) : IWorkflowOrchestrator
{
    public WorkflowDefinition GetDefinition(string workflowName)
    {
        ArgumentNullException.ThrowIfNull(workflowName);
        return host.Find(workflowName)
            ?? throw new UnknownAgentException($"There is no workflow '{IdText.Shown(workflowName)}'. Registered: {(host.Names.Any() ? string.Join(", ", host.Names) : "none")}.");
    }

    public ValueTask<AgentExecutionResult> ExecuteAsync(string workflowName, UserExecutionContext userContext, AgentRequest request, CancellationToken cancellationToken = default)
    {
        GetDefinition(workflowName);
        return core.ExecuteAsync(workflowName, userContext, request, cancellationToken);
    }

    public async ValueTask<AgentExecutionResult> ResumeAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        var last = core.Find(userContext.Owner, runId);
        if (Settled(last) is { } ended)
        {
            return ended;
        }

        if (last?.Root is not null || await HeadAsync(userContext, runId, cancellationToken) is not var (head, version))
        {
            return last?.Root is null ? NotFound(userContext, runId) : InProgress(userContext, runId);
        }

        if (Begin(userContext, runId, last, head, version, out var refused) is not { } execution)
        {
            return refused!;
        }

        var completion = execution.Completion;
        execution.Launch(cancellationToken);
        return await completion;
    }

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

    public async ValueTask<bool> CancelAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        while (!await core.CancelAsync(userContext, runId, cancellationToken))
        {
            if (await HeadAsync(userContext, runId, cancellationToken) is not var (_, version))
            {
                return false;
            }

            var key = WorkflowCheckpoints.KeyOf(userContext.Owner, runId, WorkflowCheckpoints.HeadName);
            if ((await host.Store.CommitAsync([StateWrite.Expect(key, version), StateWrite.DeleteScope(key)], null, cancellationToken)).Succeeded)
            {
                host.Alarms.Clear(userContext.Owner, runId);
                return true;
            }
        }

        return true;
    }

    public async ValueTask<IReadOnlyList<WorkflowWait>> ListWaitsAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        var waits = new List<WorkflowWait>();
        string? after = null;
        while (true)
        {
            var page = await host.Store.ListAsync(WorkflowCheckpoints.KeyOf(userContext.Owner, runId, "w/"), after, StatePage.MaxLimit, cancellationToken);
            foreach (var (name, entry) in page.Items)
            {
                var wait = WaitRecord.Read(WaitId.Parse(name[2..]), entry.Value);
                if (!IsExpired(wait) && await host.Store.GetAsync(WorkflowCheckpoints.KeyOf(userContext.Owner, runId, $"a/{wait.WaitId}"), cancellationToken) is null)
                {
                    waits.Add(wait);
                }
            }

            if ((after = page.Next) is null)
            {
                return waits;
            }
        }
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

    private RunningExecution? Begin(UserExecutionContext userContext, RunId runId, AgentRun? last, CheckpointHead head, long version, out AgentExecutionResult? refused)
    {
        refused = core.IsStopping ? Rejected(userContext, AgentErrorCodes.ShuttingDown, "The host is shutting down.")
            : host.Find(head.Workflow) is null ? Rejected(userContext, AgentErrorCodes.DefinitionChanged, $"Run {runId} is of workflow '{IdText.Shown(head.Workflow)}', which is not registered any more.")
            : null;
        if (refused is not null)
        {
            return null;
        }

        var begun = core.BeginAttempt(
            last, head.Workflow, known => head.ContextFor(userContext, known, runId, clock, entropy), head.Input, head.Epoch + 1, new WorkflowResume(head, version), out var isErasing);
        refused = isErasing ? Rejected(userContext, AgentErrorCodes.OwnerErased, "The owner's data is being erased.") : begun is null ? InProgress(userContext, runId) : null;
        return begun;
    }

    /// <summary>The result of a run that this process has seen come to its end: it doesn't go on, also while its checkpoints are still there.</summary>
    private static AgentExecutionResult? Settled(AgentRun? run) => run?.Result is { } ended && !CanGoOn(ended) ? ended : null;

    private async ValueTask<(CheckpointHead Head, long Version)?> HeadAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken) =>
        await host.Store.GetAsync(WorkflowCheckpoints.KeyOf(userContext.Owner, runId, WorkflowCheckpoints.HeadName), cancellationToken) is { } entry
            ? CheckpointHead.TryRead(entry.Value) is { } head
                ? (head, entry.Version)
                : throw new NetraAgentsException($"The checkpoints of run {runId} are not of a form that this version reads. Nothing was changed.")
            : null;

    private bool IsExpired(WorkflowWait wait) => wait.ExpiresAt <= clock.GetUtcNow();

    private static bool CanGoOn(AgentExecutionResult ended) => ended.Status is ExecutionStatus.Suspended
        || ended.Error?.Code is AgentErrorCodes.CheckpointFailed or AgentErrorCodes.Superseded or AgentErrorCodes.ShuttingDown or AgentErrorCodes.DefinitionChanged or AgentErrorCodes.Conflict;

    private static AgentExecutionResult InProgress(UserExecutionContext userContext, RunId runId) =>
        Rejected(userContext, AgentErrorCodes.RunInProgress, $"Run {runId} is under way.");

    private static AgentExecutionResult NotFound(UserExecutionContext userContext, RunId runId) =>
        Rejected(userContext, AgentErrorCodes.NotFound, $"There is no run {runId} of this owner that can go on, or no such wait.");

    private static AgentExecutionResult Rejected(UserExecutionContext userContext, string code, string message) =>
        AgentExecutionResult.Rejected(userContext.Run, "workflow", code, message);
}
