using Netra.Agents.Contexts;
using Netra.Agents.Execution;

namespace Netra.Agents.Workflows;

internal sealed class WorkflowOrchestrator(WorkflowHost host, AgentExecutionCore core, TimeProvider clock, IEntropySource entropy) : IWorkflowOrchestrator
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
        if (core.Find(userContext.Owner, runId) is { Result: null })
        {
            return Rejected(userContext, AgentErrorCodes.RunInProgress, $"Run {runId} is under way.");
        }

        return await HeadAsync(userContext, runId, cancellationToken) is var (head, version)
            ? await TakeOnAsync(userContext, runId, head, version, cancellationToken)
            : core.Find(userContext.Owner, runId)?.Result is { Status: not ExecutionStatus.Suspended } ended ? ended : NotFound(userContext, runId);
    }

    public async ValueTask<AgentExecutionResult> ResumeAsync(
        UserExecutionContext userContext, RunId runId, WaitId waitId, ContextValue value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        if (await AnswerAsync(userContext, runId, waitId, value, cancellationToken) is { } refused)
        {
            return refused;
        }

        // The answer is in the store. Now whoever has the run must learn of it: the attempt that is live here, or one that begins here.
        while (true)
        {
            if (core.Find(userContext.Owner, runId) is { } run && run.Root is { } root)
            {
                (root.Workflow as WorkflowAttempt)?.TryAnswer(waitId, value);
                var ended = await run.WaitAsync().WaitAsync(cancellationToken);
                if (ended.Status != ExecutionStatus.Suspended || ended.Waits.All(wait => wait.WaitId != waitId))
                {
                    return ended;
                }
            }

            if (await HeadAsync(userContext, runId, cancellationToken) is not var (head, version))
            {
                return core.Find(userContext.Owner, runId)?.Result ?? NotFound(userContext, runId);
            }

            if (!head.IsSuspended && core.Find(userContext.Owner, runId) is not { Result: null })
            {
                return Rejected(
                    userContext, AgentErrorCodes.RunInProgress,
                    $"The answer is kept, and run {runId} will find it. Another process has the run, or had it when it ended: then take it on with ResumeAsync(context, runId).");
            }

            if (head.IsSuspended && await TakeOnAsync(userContext, runId, head, version, cancellationToken) is var result && result.Status != ExecutionStatus.Rejected)
            {
                return result;
            }
        }
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
    private async ValueTask<AgentExecutionResult?> AnswerAsync(UserExecutionContext userContext, RunId runId, WaitId waitId, ContextValue value, CancellationToken cancellationToken)
    {
        var waitKey = WorkflowCheckpoints.KeyOf(userContext.Owner, runId, $"w/{waitId}");
        if (await host.Store.GetAsync(waitKey, cancellationToken) is not { } entry)
        {
            return NotFound(userContext, runId);
        }

        if (IsExpired(WaitRecord.Read(waitId, entry.Value)))
        {
            return Rejected(userContext, AgentErrorCodes.WaitExpired, $"Wait {waitId} can't be answered any more. Take the run on with ResumeAsync(context, runId).");
        }

        var commit = await host.Store.CommitAsync(
            [StateWrite.Expect(waitKey, entry.Version), StateWrite.Set(WorkflowCheckpoints.KeyOf(userContext.Owner, runId, $"a/{waitId}"), value, expectedVersion: 0)], null, cancellationToken);
        return commit.Succeeded ? null
            : commit.Conflict is { CurrentVersion: 0 } ? NotFound(userContext, runId)
            : Rejected(userContext, AgentErrorCodes.AlreadyAnswered, $"Wait {waitId} has been answered.");
    }

    private async ValueTask<AgentExecutionResult> TakeOnAsync(UserExecutionContext userContext, RunId runId, CheckpointHead head, long version, CancellationToken cancellationToken)
    {
        // A run that this process has seen stopped doesn't go on, also while its checkpoints are still there.
        if (core.Find(userContext.Owner, runId)?.Result is { } ended && !CanGoOn(ended))
        {
            return ended;
        }

        if (core.IsStopping)
        {
            return Rejected(userContext, AgentErrorCodes.ShuttingDown, "The host is shutting down.");
        }

        if (host.Find(head.Workflow) is null)
        {
            return Rejected(userContext, AgentErrorCodes.DefinitionChanged, $"Run {runId} is of workflow '{IdText.Shown(head.Workflow)}', which is not registered any more.");
        }

        var execution = core.BeginAttempt(
            head.Workflow, known => head.ContextFor(userContext, known, runId, clock, entropy), head.Input, userContext.Owner, runId, head.Epoch + 1, new WorkflowResume(head, version));
        if (execution is null)
        {
            return Rejected(userContext, AgentErrorCodes.RunInProgress, $"Run {runId} is under way.");
        }

        var completion = execution.Completion;
        execution.Launch(cancellationToken);
        return await completion;
    }

    private async ValueTask<(CheckpointHead Head, long Version)?> HeadAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken) =>
        await host.Store.GetAsync(WorkflowCheckpoints.KeyOf(userContext.Owner, runId, WorkflowCheckpoints.HeadName), cancellationToken) is { } entry
            ? CheckpointHead.TryRead(entry.Value) is { } head
                ? (head, entry.Version)
                : throw new NetraAgentsException($"The checkpoints of run {runId} are not of a form that this version reads. Nothing was changed.")
            : null;

    private bool IsExpired(WorkflowWait wait) => wait.ExpiresAt <= clock.GetUtcNow();

    private static bool CanGoOn(AgentExecutionResult ended) => ended.Status is ExecutionStatus.Suspended
        || ended.Error?.Code is AgentErrorCodes.CheckpointFailed or AgentErrorCodes.Superseded or AgentErrorCodes.ShuttingDown or AgentErrorCodes.DefinitionChanged or AgentErrorCodes.Conflict;

    private static AgentExecutionResult NotFound(UserExecutionContext userContext, RunId runId) =>
        Rejected(userContext, AgentErrorCodes.NotFound, $"There is no run {runId} of this owner that can go on, or no such wait.");

    private static AgentExecutionResult Rejected(UserExecutionContext userContext, string code, string message) =>
        AgentExecutionResult.Rejected(userContext.Run, "workflow", code, message);
}
