using Netra.Agents.Audit;
using Netra.Agents.Contexts;
using Netra.Agents.Execution;

namespace Netra.Agents.Workflows;

internal sealed partial class WorkflowOrchestrator(WorkflowHost host, AgentExecutionCore core, AuditRecorder audit, TimeProvider clock, IEntropySource entropy) : IWorkflowOrchestrator
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
