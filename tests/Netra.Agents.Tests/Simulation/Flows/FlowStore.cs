using Netra.Agents.Tests.Simulation.Invariants;
using Netra.Agents.Workflows;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>The store that all processes share, watched. It is slow, may fail, and takes a write also when the process that sent it has died meanwhile.</summary>
internal sealed class FlowStore(FlowWorld world, IStateStore inner) : IStateStore
{
    /// <summary>How many commits from now a process dies; 0 for never.</summary>
    internal int DiesAfter { get; set; }

    internal bool Fails { get; set; }

    public ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken) =>
        IsAway(2) ? throw new IOException("the store is away") : inner.GetAsync(key, cancellationToken);

    public async ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken)
    {
        var process = world.Here;
        if (world.Random.Chance(20))
            await world.PauseAsync(process.Clock, CancellationToken.None);
        var dies = DiesAfter > 0 && --DiesAfter == 0;
        if (dies && world.Random.Chance(50))
            await DieAsync(process);
        if (IsAway(4))
        {
            if (claim is not null && writes[0].Kind == StateWriteKind.DeleteScope)
                world.RunOf(claim.Owner, claim.RunId).MayEndAgain = true;
            throw new IOException("the store is away");
        }

        var commit = world.Random.Chance(6) ? await SendAsync(writes, claim) : await ApplyAsync(writes, claim);
        if (dies)
            await DieAsync(process);
        return commit;
    }

    public ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken) =>
        IsAway(4) ? throw new IOException("the store is away") : inner.ListAsync(prefix, afterName, limit, cancellationToken);

    public IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, CancellationToken cancellationToken) => inner.ExportAsync(owner, cancellationToken);

    public ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken) => inner.EraseAsync(owner, cancellationToken);

    private bool IsAway(int percent) => Fails && world.Random.Chance(percent);

    private static Task DieAsync(FlowProcess process)
    {
        process.Crash();
        return new TaskCompletionSource().Task;
    }

    /// <summary>The write is on its way, whatever becomes of who sent it.</summary>
    private Task<StateCommit> SendAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim)
    {
        var answer = new TaskCompletionSource<StateCommit>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = world.Scheduler.Start(async () =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1 + world.Random.Next(400)), world.Clock);
            try
            {
                answer.SetResult(await ApplyAsync(writes, claim));
            }
            catch (Exception e)
            {
                answer.SetException(e);
            }
        });
        return answer.Task;
    }

    /// <summary>One step: the in-memory store completes at once.</summary>
    private async Task<StateCommit> ApplyAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim)
    {
        var mayWrite = claim is null or { IsHeld: true };
        var run = claim is null ? null : world.RunOf(claim.Owner, claim.RunId);
        StateCommit commit;
        try
        {
            commit = await inner.CommitAsync(writes, claim, CancellationToken.None);
        }
        catch (ExecutionFencedException)
        {
            for (var at = claim; at is not null; at = at.Parent)
                run!.Fenced.Add(at.ExecutionId);
            world.Refused++;
            throw;
        }

        if (!commit.Succeeded)
            return commit;
        if (!mayWrite)
            world.Problems.Add($"run {run!.Index}: a claim that had fallen wrote {writes[0].Key.Name}");
        if (claim is not null && claim.Epoch < run!.Epoch)
            world.Problems.Add($"run {run.Index}: epoch {claim.Epoch} wrote {writes[0].Key.Name} although epoch {run.Epoch} has the run");
        foreach (var write in writes)
        {
            var owner = world.Owners.IndexOf(write.Key.Owner);
            if (Math.Max(Secrets.Foreign(write.Value, owner), Secrets.Foreign(write.Key.Name, owner)) >= 0)
                world.Problems.Add($"state '{write.Key.Name}' of owner {owner} holds a secret of another");
            if (write.Key.Scope == StateScope.Workflow)
                Note(world.RunOf(write.Key.Owner, RunId.Parse(write.Key.ScopeId)), write, claim);
        }

        return commit;
    }

    private void Note(FlowRun run, StateWrite write, ExecutionClaim? claim)
    {
        var name = write.Key.Name;
        world.Note($"run {run.Index}: {write.Kind} {name} under epoch {claim?.Epoch}");
        if (write.Kind == StateWriteKind.DeleteScope)
        {
            run.HasEnded |= claim is { ExecutionId.IsDefault: false };
            return;
        }

        if (write.Kind != StateWriteKind.Set)
            return;
        if (run.CancelledBy is not null || run.HasEnded)
            world.Problems.Add($"run {run.Index} was {(run.HasEnded ? "done" : "cancelled")}, and {name} was written");
        var place = name == WorkflowCheckpoints.HeadName ? "" : name[2..];
        switch (name[0])
        {
            case 'h':
                run.Epoch = CheckpointHead.TryRead(write.Value)!.Value.Epoch;
                run.Attempts.Add(claim!.ExecutionId);
                break;
            case 'c' or 'd' or 'f' or 'p':
                if (!run.Finished.Add(place))
                    world.Problems.Add($"run {run.Index}: '{place}' was finished twice");
                CheckAnswer(run, name[0], place, write.Value);
                break;
            case 'w':
                if (run.Waits.ContainsValue(write.Value[0].AsString()) && !run.Waits.ContainsKey(place))
                    world.Problems.Add($"run {run.Index}: the wait at '{write.Value[0].AsString()}' got a second id");
                run.Waits[place] = write.Value[0].AsString();
                break;
            case 'a':
                if (!run.Kept.TryAdd(place, write.Value))
                    world.Problems.Add($"run {run.Index}: wait {place} was answered twice");
                break;
        }
    }

    /// <summary>The answer that was kept is the step's output, and no step that was answered has expired.</summary>
    private void CheckAnswer(FlowRun run, char kind, string place, ContextValue value)
    {
        foreach (var (waitId, at) in run.Waits)
        {
            if (at != place)
                continue;
            if (kind == 'f' && value[0].AsString() == AgentErrorCodes.WaitExpired && run.Kept.ContainsKey(waitId))
                world.Problems.Add($"run {run.Index}: the answer to '{place}' was kept, and the wait expired");
            if (kind != 'f' && !(run.Kept.TryGetValue(waitId, out var kept) && kept == value))
                world.Problems.Add($"run {run.Index}: '{place}' gave something else than its answer");
        }
    }
}
