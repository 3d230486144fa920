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
        if (await SettledAsync(userContext, last, cancellationToken) is { } ended)
        {
            await ClearLeftAsync(userContext, last!, cancellationToken);
            return ended;
        }

        if (last?.Root is not null || await HeadAsync(userContext, runId, cancellationToken) is not var (head, version))
        {
            return last?.Root is null ? NotFound(userContext, runId) : InProgress(userContext, runId);
        }

        var (begun, refused) = await BeginAsync(userContext, runId, last, head, version);
        if (begun is not { } execution)
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

    /// <summary>Takes a suspended run on when one of its waits has expired. Unasked: so not from an attempt that another process has begun meanwhile.</summary>
    internal async ValueTask TakeOnAsync(UserExecutionContext userContext, RunId runId)
    {
        while (true)
        {
            var last = core.Find(userContext.Owner, runId);
            if (last?.Root is not null)
            {
                // It may be about to be suspended, with a wait whose time is over already.
                await last.WaitAsync();
                continue;
            }

            if (await SettledAsync(userContext, last, CancellationToken.None) is not null || last?.Result?.Waits.Any(IsExpired) is false
                || await HeadAsync(userContext, runId, CancellationToken.None) is not ({ IsSuspended: true } head, var version))
            {
                return;
            }

            var (begun, refused) = await BeginAsync(userContext, runId, last, head, version);
            if (begun is null && refused!.Error!.Code == AgentErrorCodes.RunInProgress)
            {
                continue;
            }

            begun?.Launch(CancellationToken.None);
            return;
        }
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
        var isNone = core.Find(userContext.Owner, runId)?.Root is { } root && host.Find(root.AgentName) is null;
        var stopped = await core.CancelAsync(userContext, runId, cancellationToken);

        // Whoever is told that a run is cancelled must be able to rely on it, also when this process ends before the attempt has cleared up.
        while (!isNone && await HeadAsync(userContext, runId, cancellationToken) is var (head, version))
        {
            var key = WorkflowCheckpoints.KeyOf(userContext.Owner, runId, WorkflowCheckpoints.HeadName);

            // An attempt that another process has is fenced by the epoch after its own.
            var claim = head.IsSuspended ? null
                : new ExecutionClaim(new RunIdentity(userContext.Owner, userContext.ThreadId, runId, null, null, head.MaxDepth), default, null, head.Workflow, head.Epoch + 1);
            try
            {
                if ((await host.Store.CommitAsync([StateWrite.Expect(key, version), StateWrite.DeleteScope(key)], claim, cancellationToken)).Succeeded)
                {
                    host.Alarms.Clear(userContext.Owner, runId);

                    // One that was just about to begin here, and could not be seen before.
                    await core.CancelAsync(userContext, runId, CancellationToken.None);
                    return true;
                }
            }
            catch (ExecutionFencedException)
            {
                // Another attempt has begun meanwhile: that one is to be ended.
            }

            stopped |= await core.CancelAsync(userContext, runId, cancellationToken);
        }

        return stopped;
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

    /// <summary>The result of a run that this process has seen come to its end: it doesn't go on, also while its checkpoints are still there.</summary>
    private async ValueTask<AgentExecutionResult?> SettledAsync(UserExecutionContext userContext, AgentRun? run, CancellationToken cancellationToken)
    {
        if (run?.Result is not { } ended || CanGoOn(ended))
        {
            return null;
        }

        // What was stopped here may have been taken over elsewhere before, without being told: then the run goes on.
        var mayBeElsewhere = ended.Status is ExecutionStatus.Cancelled or ExecutionStatus.TimedOut or ExecutionStatus.Died && host.Find(ended.AgentName) is not null;
        return mayBeElsewhere && await HeadAsync(userContext, run.Identity.RunId, cancellationToken) is var (head, _) && head.Epoch > ended.Epoch ? null : ended;
    }

    /// <summary>A store that failed when the run let go of its checkpoints still has them.</summary>
    private async ValueTask ClearLeftAsync(UserExecutionContext userContext, AgentRun run, CancellationToken cancellationToken)
    {
        if (await HeadAsync(userContext, run.Identity.RunId, cancellationToken) is var (head, version) && head.Epoch == run.Result!.Epoch)
        {
            var key = WorkflowCheckpoints.KeyOf(userContext.Owner, run.Identity.RunId, WorkflowCheckpoints.HeadName);
            await host.Store.CommitAsync([StateWrite.Expect(key, version), StateWrite.DeleteScope(key)], null, cancellationToken);
        }
    }

    private async ValueTask<(CheckpointHead Head, long Version)?> HeadAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken) =>
        await host.Store.GetAsync(WorkflowCheckpoints.KeyOf(userContext.Owner, runId, WorkflowCheckpoints.HeadName), cancellationToken) is { } entry
            ? CheckpointHead.TryRead(entry.Value) is { } head
                ? (head, entry.Version)
                : throw new NetraAgentsException($"The checkpoints of run {runId} are not of a form that this version reads. Nothing was changed.")
            : null;

    private bool IsExpired(WorkflowWait wait) => wait.ExpiresAt <= clock.GetUtcNow();

    private static bool CanGoOn(AgentExecutionResult ended) => ended.Status is ExecutionStatus.Suspended
        || ended.Error?.Code is AgentErrorCodes.CheckpointFailed or AgentErrorCodes.Superseded or AgentErrorCodes.ShuttingDown or AgentErrorCodes.QueueTimeout or AgentErrorCodes.DefinitionChanged or AgentErrorCodes.Conflict;

    private static AgentExecutionResult Expired(UserExecutionContext userContext, WaitId waitId) =>
        Rejected(userContext, AgentErrorCodes.WaitExpired, $"Wait {waitId} can't be answered any more. Take the run on with ResumeAsync(context, runId).");

    private static AgentExecutionResult InProgress(UserExecutionContext userContext, RunId runId) =>
        Rejected(userContext, AgentErrorCodes.RunInProgress, $"Run {runId} is under way.");

    private static AgentExecutionResult NotFound(UserExecutionContext userContext, RunId runId) =>
        Rejected(userContext, AgentErrorCodes.NotFound, $"There is no run {runId} of this owner that can go on, or no such wait.");

    private static AgentExecutionResult Rejected(UserExecutionContext userContext, string code, string message) =>
        AgentExecutionResult.Rejected(userContext.Run, "workflow", code, message);
}
