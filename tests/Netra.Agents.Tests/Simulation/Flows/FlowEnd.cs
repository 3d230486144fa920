using Netra.Agents.Execution;
using Netra.Agents.Tests.Simulation.Invariants;
using Netra.Agents.Workflows;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>Brings a world to its end: what waits in vain must have gone on by itself, what is suspended goes on when it is answered, and then nothing is left.</summary>
internal sealed class FlowEnd(FlowWorld world, IStateStore store)
{
    internal async Task FinishAsync()
    {
        world.Store.DiesAfter = 0;
        var failed = world.Store.Fails;
        world.Store.Fails = false;
        var isOpen = false;
        foreach (var run in world.Runs)
            isOpen |= await HeadAsync(run) is not null;
        if (isOpen)
        {
            await Task.Delay(TimeSpan.FromSeconds(9), world.Clock);
            if (!failed)
                await CheckAlarmsAsync();
            foreach (var run in world.Runs.Where(run => run.IsBegun))
                await FinishAsync(run, failed);
        }

        foreach (var process in world.Processes.Where(process => process.TakesRequests).ToArray())
            await process.StopAsync();
        foreach (var run in world.Runs)
            FlowInvariants.CheckEnds(world, run);
        await CheckStoreAsync();
        foreach (var entry in world.Audit.Entries)
            if (Math.Max(Secrets.Foreign(entry.Reason, world.Owners.IndexOf(entry.Owner)), Secrets.Foreign(entry.Subject, world.Owners.IndexOf(entry.Owner))) >= 0)
                world.Problems.Add($"an audit entry of owner {world.Owners.IndexOf(entry.Owner)} holds a secret of another: {entry}");

        // The store has a timer of its own.
        (store as IDisposable)?.Dispose();
    }

    /// <summary>Nobody waits for what can't come any more, as long as the process that suspended the run is there.</summary>
    private async Task CheckAlarmsAsync()
    {
        foreach (var process in world.Processes.Where(process => process.TakesRequests))
            foreach (var run in world.Runs.Where(run => run.IsBegun))
                if (((AgentExecutionCore)process.Host.Core).Find(world.Owners[run.Owner], run.RunId) is { Result: { Status: ExecutionStatus.Suspended } suspended }
                    && await HeadAsync(run) is { } head && head.Epoch == suspended.Epoch && suspended.Waits.Any(wait => wait.ExpiresAt <= world.Clock.GetUtcNow()))
                    world.Problems.Add($"run {run.Index} waits in process {process.Number} for what expired at {suspended.Waits.Min(wait => wait.ExpiresAt):mm:ss.fff}");
    }

    private async Task FinishAsync(FlowRun run, bool mayBeLeft)
    {
        var user = new FlowUser(world, run);
        AgentExecutionResult? result = null;
        for (var turn = 0; await HeadAsync(run) is not null; turn++)
        {
            if (result is { Error.Code: AgentErrorCodes.RunInProgress })
                await Task.Delay(TimeSpan.FromSeconds(2), world.Clock);
            if (turn == 20)
            {
                world.Problems.Add($"run {run.Index} can't be brought to its end: {result}");
                return;
            }

            var process = world.AnyProcess();
            var waits = await process.AskAsync(() => process.Host.Workflows.ListWaitsAsync(world.ContextOf(run.Owner), run.RunId).AsTask());
            result = waits.Count > 0 ? await user.AnswerAsync(process, waits[0].WaitId) : await user.ResumeAsync(process);

            // Also the answer that is kept for a run that no process has any more must find it.
            if (result is { Status: ExecutionStatus.Rejected })
                result = await user.ResumeAsync(process);

            // What the store refused when a run was stopped is done when its owner asks for it.
            if (mayBeLeft && result is { Status: ExecutionStatus.Cancelled or ExecutionStatus.TimedOut or ExecutionStatus.Died })
                await process.AskAsync(() => process.Host.Workflows.CancelAsync(world.ContextOf(run.Owner), run.RunId).AsTask());
        }
    }

    private async Task<CheckpointHead?> HeadAsync(FlowRun run) =>
        await store.GetAsync(WorkflowCheckpoints.KeyOf(world.Owners[run.Owner], run.RunId, WorkflowCheckpoints.HeadName), CancellationToken.None) is { } entry
            ? CheckpointHead.TryRead(entry.Value)
            : null;

    private async Task CheckStoreAsync()
    {
        foreach (var owner in world.Owners)
            await foreach (var record in store.ExportAsync(owner, CancellationToken.None))
                if (record.Key.Scope == StateScope.Workflow)
                    world.Problems.Add($"the store still has '{record.Key.Name}' of run {record.Key.ScopeId}");
    }
}
